using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Caching;
using Perennial.Client;
using Perennial.Deployment;
using Perennial.Http;
using Perennial.Pages;
using Perennial.Telemetry;
using Log = Perennial.Deployment.Log;

namespace Perennial;

internal sealed class PerennialHost(
    SignalWatch signals,
    ShutdownPlan plan,
    IOptions<HostOptions> host,
    Invocation invocation,
    BuildOutput build,
    CacheOpener cache,
    CacheStorage storage,
    ServedPages pages,
    Instrumentations instrumentations,
    RequestErrors errors,
    Readiness readiness,
    IServiceProvider services,
    IHostApplicationLifetime lifetime,
    VariableCheck variables,
    IHostEnvironment environment,
    DeploymentIdentity deployment,
    DeployedAssets assets,
    ILogger<PerennialHost> logger) : IHostedLifecycleService
{
    private Shutdown? _shutdown;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        invocation.HasBegun = true;
        signals.Begin(plan.Deadline);

        // The host reads this object when it stops, so now is early enough.
        host.Value.ShutdownTimeout = plan.Host;
        services.GetRequiredService<ThreadPoolMinimum>().Keep();
        VerbCheck.Run(invocation, environment, build);
        variables.Run();
        await cache.OpenAsync(cancellationToken);

        // Asked for now and not before: the cache cannot be made before it is open.
        services.GetRequiredService<CacheMeters>().Connect();

        // After the cache, so that they may use all there is; before the server, so that no request comes first.
        await instrumentations.RegisterAsync(cancellationToken);
        lifetime.ApplicationStopping.Register(readiness.Drain);

        // Reads the cache, so it cannot be made before that is open. A start that fails earlier has nothing to end.
        _shutdown = services.GetRequiredService<Shutdown>();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Now the endpoints are known. Browsers of this deployment cannot miss its files yet.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Start();

        // Now and not before: what keeps an app from starting (a port that another instance has, which has the cache folder
        // as well) is to be read alone.
        Announce();
        pages.LogProblems();
        await assets.OpenAsync(cancellationToken);

        // A network in front may hold what was fresh in the epoch before, and nobody would purge it. It is not waited for.
        var observers = services.GetRequiredService<InvalidationObservers>();
        storage.Ledger.Subscribe(change => _ = change.IsNewEpoch
            ? Task.Run(() => observers.TellAsync([CacheTag.All], InvalidationKind.Revalidate), CancellationToken.None)
            : Task.CompletedTask);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        assets.Close();
        await cache.EndAsync();
        await (_shutdown?.RunAsync(cancellationToken) ?? Task.CompletedTask);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => errors.DrainAsync(cancellationToken);

    private void Announce()
    {
        if (build.Manifest is { } manifest)
        {
            Log.Serving(logger, manifest.BuildId, manifest.CreatedAt, build.Folder);
            if (deployment.Configured is { } configured && configured != deployment.Id)
            {
                Log.BuiltAsOther(logger, configured, build.Folder, deployment.Id!);
            }

            var origins = services.GetRequiredService<Sites>().Origins;
            if (manifest.Sites is { } built && !built.SequenceEqual(origins, StringComparer.OrdinalIgnoreCase))
            {
                Log.BuiltForOther(logger, string.Join(", ", origins), build.Folder, string.Join(", ", built));
            }
        }
        else if (build.Problem is { } problem)
        {
            Log.UnusableBuild(logger, problem.Message);
        }
        else if (!environment.IsDevelopment())
        {
            Log.NoBuild(logger, build.Folder);
        }

        if (invocation.LeavesSignals)
        {
            After.Log.SignalsLeft(logger);
        }
    }
}
