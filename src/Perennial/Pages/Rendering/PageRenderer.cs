using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Logging;
using Perennial.Caching;
using Perennial.Caching.Flights;
using Perennial.Http;
using Perennial.Pages.Recording;

namespace Perennial.Pages.Rendering;

/// <summary>
/// The one way to make a page: the app's own pipeline, from <c>UsePerennial</c> on, with a request that nobody sent. Misses,
/// refreshes and the build all come here.
/// </summary>
internal sealed class PageRenderer(
    Pipeline pipeline, CurrentRequest current, IHttpContextFactory contexts, PageEntryMaker maker, PageOptions options, PublicPaths paths,
    TimeProvider time,
    RenderObserver observer, ILogger<PageRenderer> logger)
{
    public Render Of(PageAddress address) => (startedAt, reason, token) => RenderAsync(address, startedAt, reason, token);

    public Render WithCurrentTrace(PageAddress address, Render untraced)
    {
        var cause = observer.Cause;
        return cause == default ? untraced : (startedAt, reason, token) => RenderAsync(address, startedAt, reason, token, cause);
    }

    public async Task<RenderOutcome> RenderAsync(
        PageAddress address, LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken, ActivityContext cause = default)
    {
        var outcome = await observer.RunAsync(address, reason, cause, () => TryAsync(address, startedAt, reason, cancellationToken));
        Note(address, reason, outcome);
        return outcome;
    }

    private async Task<RenderOutcome> TryAsync(
        PageAddress address, LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RenderTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var render = CaptureAsync(address, startedAt, reason, stop.Token);
        try
        {
            // A render that ignores its cancellation token is abandoned, so that its callers get an answer in time.
            return await render.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new RenderOutcome.Failed(new TimeoutException(
                $"PER2121: the page {address.Page.Route} took longer than {options.RenderTimeout.TotalSeconds:0.#} s to render."))
            {
                AbandonedRender = render,
            };
        }
#pragma warning disable CA1031 // The page's own exception, whatever it is: the kept page stays, and a visitor who waits gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return new RenderOutcome.Failed(error);
        }
    }

    private void Note(PageAddress address, RenderReason reason, RenderOutcome outcome)
    {
        if (outcome is RenderOutcome.Kept { Entry: var entry } && logger.IsEnabled(LogLevel.Debug))
        {
            Log.Written(logger, address.Path, reason, entry.Facts.Position.Number, entry.Facts.Lifetime.Revalidate?.ToString() ?? "ever", entry.Size);
        }
    }

    private async Task<RenderOutcome> CaptureAsync(
        PageAddress address, LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        var outcome = await CaptureOnceAsync(address, startedAt, reason, cancellationToken);
        if (outcome is not null)
        {
            return outcome;
        }

        // A component streams. From now on the page is known to, so this is done once in the life of the process.
        address.Page.Observations.LearnStreams();
        return await CaptureOnceAsync(address, startedAt, reason, cancellationToken) ?? throw new UnreachableException(address.Path);
    }

    private async Task<RenderOutcome?> CaptureOnceAsync(
        PageAddress address, LedgerPosition startedAt, RenderReason reason, CancellationToken cancellationToken)
    {
        var scope = RenderScope.Begin(startedAt, reason, address.Page.Policy.Query);
        using var response = new SyntheticResponse(options.MaxBodySize, cancellationToken);
        var render = new RenderState(address);
        var features = SyntheticRequest.Create(render, response, paths);
        var recorder = new Recorder(
            address.Page, () => new(render.MadeBy is not null, features.Get<IRequestCultureFeature>() is not null), scope.NoteVisitorRead);
        var trace = Activity.Current;
        var context = contexts.Create(new RecordingFeatures(features, recorder));
        using var request = current.Begin(context);
        Exception? handled;
        try
        {
            await pipeline.Rest(context);
            await response.FinishAsync();
            recorder.Close();
            TraceMarks.Note(trace, response, recorder);

            // An exception handler after UsePerennial made a page of it, whose status alone says little.
            handled = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        }
        catch (Exception) when (recorder.Close())
        {
            // A page that asked for its visitor ends here by design; and one that failed because there was none as well.
            return new RenderOutcome.NotKept("it reads " + string.Join(", ", scope.VisitorReads));
        }
        catch (Exception) when (response.IsTooLarge)
        {
            return new RenderOutcome.NotKept($"its body is larger than {options.MaxBodySize} bytes (Perennial:Pages:MaxBodySize)");
        }
        finally
        {
            contexts.Dispose(context);
            await response.EndAsync(logger);
            scope.End();
        }

        if (response.IsStreamed && address.Page.Kind is CacheKind.Component && !address.Page.Observations.Streams)
        {
            return null;
        }

        if (render.IsOtherPath)
        {
            return new RenderOutcome.NotKept("middleware behind UsePerennial led its render to another path");
        }

        var outcome = maker.Make(
            address,
            new(response.StatusCode, response.Headers, response.Bytes, render.MadeBy?.Id == address.Page.Id, scope.VisitorReads, response.TruncationReason, response.Trailers.Count > 0),
            scope);
        return outcome is RenderOutcome.Failed && handled is not null ? new RenderOutcome.Failed(handled) : outcome;
    }
}
