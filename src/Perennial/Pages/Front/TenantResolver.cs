using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Http;

namespace Perennial.Pages.Front;

/// <summary>
/// Finds out whether a request's host is a tenant's, before anything else looks at it. A host that is known costs a look-up;
/// what was said a minute ago is asked again behind the visitor.
/// </summary>
internal sealed class TenantResolver(
    Sites sites, IServiceScopeFactory scopes, TimeProvider time, ILogger<TenantResolver> logger, HostPolicyRegistration? policy = null) : IDisposable
{
    /// <summary>Hosts of either kind that are remembered: some megabytes.</summary>
    private const int MostHosts = 10_000;

    /// <summary>Questions at the same time. Anybody can make them up, and each may cost the app a query.</summary>
    private const int MostQuestions = 16;

    /// <summary>Long enough to be nothing to the app's database, short enough for a new tenant not to wonder.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HostPolicyCache _verdicts = new(MostHosts);
    private readonly ConcurrentDictionary<string, Lazy<Task<HostPolicyResult?>>> _questions = new(StringComparer.Ordinal);
    private readonly FaultWindow _faults = new(time);
    private readonly SemaphoreSlim _places = new(MostQuestions);

    public bool IsNeeded => policy is not null;

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (sites.Knows(context.Request.Host) || HostName.Of(context.Request.Host, sites.Main.Port) is not { } host)
        {
            return next(context);
        }

        if (_verdicts.Find(host) is not { } known)
        {
            return AskAsync(context, host, next);
        }

        if (time.GetElapsedTime(known.At) >= Remembered)
        {
            if (known.Site is null)
            {
                return AskAsync(context, host, next);
            }

            _ = AskOnceAsync(host);
        }

        return PassAsync(context, known, next);
    }

    public void Dispose() => _places.Dispose();

    private async Task AskAsync(HttpContext context, string host, RequestDelegate next)
    {
        if (await AskOnceAsync(host).WaitAsync(context.RequestAborted) is { } verdict)
        {
            await PassAsync(context, verdict, next);
            return;
        }

        // The tenant is unknown, and the main site's page would belong to somebody else.
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = FreshnessHeaders.Private;
        context.Response.Headers.RetryAfter = "5";
    }

    private static Task PassAsync(HttpContext context, HostPolicyResult verdict, RequestDelegate next)
    {
        if (verdict.Site is { } site)
        {
            context.Features.Set(site);
        }

        return next(context);
    }

    private Task<HostPolicyResult?> AskOnceAsync(string host)
    {
        if (_questions.TryGetValue(host, out var asked))
        {
            return asked.Value;
        }

        var question = new Lazy<Task<HostPolicyResult?>>(() => WithoutContextAsync(host));
        var first = _questions.GetOrAdd(host, question);
        return first.Value;
    }

    // Without the visitor's context: the answer is shared by everybody.
    private Task<HostPolicyResult?> WithoutContextAsync(string host)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => AnswerAsync(host), CancellationToken.None);
        }
    }

    private async Task<HostPolicyResult?> AnswerAsync(string host)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await _places.WaitAsync(patience.Token);
            try
            {
                var at = time.GetTimestamp();
                var isSite = await IsSiteAsync(host, patience.Token).WaitAsync(patience.Token);
                var verdict = new HostPolicyResult(isSite ? new(new Uri($"{sites.Main.Scheme}://{host}:{sites.Main.Port}")) : null, at);
                _verdicts.Keep(host, verdict);
                return verdict;
            }
            finally
            {
                _places.Release();
            }
        }
#pragma warning disable CA1031 // The app's own code: whatever it throws, known tenants are served, and the log has it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Failed(host, error);
        }
        finally
        {
            _questions.TryRemove(host, out _);
        }
    }

    private HostPolicyResult? Failed(string host, Exception error)
    {
        if (_faults.Count() is { } count)
        {
            Log.HostPolicyFailed(logger, policy!.Type.Name, count, error);
        }

        // A known tenant stays known, and the policy is asked again in a minute rather than on each visit.
        if (_verdicts.Find(host) is not { Site: not null } known)
        {
            return null;
        }

        _verdicts.Keep(host, known with { At = time.GetTimestamp() });
        return known;
    }

    private async Task<bool> IsSiteAsync(string host, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ((IHostPolicy)scope.ServiceProvider.GetRequiredService(policy!.Type)).IsSiteAsync(host, cancellationToken);
    }
}

internal sealed record HostPolicyRegistration(Type Type);
