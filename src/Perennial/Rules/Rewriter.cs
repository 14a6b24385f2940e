using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Perennial.Http;

namespace Perennial.Rules;

internal sealed class Rewriter(RuleTable table, IRouteLookup routes, IWebHostEnvironment environment, ILogger<Rewriter> logger)
{
    private enum Answer
    {
        None,
        Open, // A page whose path has parameters.
        Exact, // A file, or a page with a fixed path.
    }

    public string PathOf(HttpRequest request) => FromRoot(request, PathText.Canonical(request.Path.Value ?? "/"));

    public async Task RunAsync(HttpContext context, string path, RuleBucket bucket, bool isInside, RequestDelegate next)
    {
        var state = new State(path, bucket, isInside);
        if (bucket.HasBeforeFiles)
        {
            while (Next(context, state, static bucket => bucket.BeforeFiles))
            {
            }
        }

        if (state is { IsRefused: false, IsExternal: false, Bucket.HasLateRewrites: true })
        {
            await RunLateAsync(context, state);
        }

        if (state.IsRefused)
        {
            await OwnAnswer.MalformedAsync(context);
            return;
        }

        if (!isInside && !state.IsExternal)
        {
            OwnAnswer.Set(context, StatusCodes.Status404NotFound);
            return;
        }

        await next(context);
    }

    private async Task RunLateAsync(HttpContext context, State state)
    {
        state.Order = -1;
        Answer? answer = null;
        while (First(context, state, static bucket => bucket.AfterFiles) is { } match)
        {
            if ((answer ??= await AnswerAsync(context, state)) is Answer.Exact || !Apply(context, state, match) || state.IsExternal)
            {
                return;
            }

            answer = await AnswerAsync(context, state);
            if (answer is not Answer.None)
            {
                return;
            }
        }

        state.Order = -1;
        while (First(context, state, static bucket => bucket.Fallback) is { } match)
        {
            if ((answer ?? await AnswerAsync(context, state)) is not Answer.None || !Apply(context, state, match) || state.IsExternal)
            {
                return;
            }

            answer = null;
        }
    }

    private bool Next(HttpContext context, State state, Func<RuleBucket, CompiledRewrite[]> phase) =>
        !state.IsExternal && First(context, state, phase) is { } match && Apply(context, state, match);

    private static RuleMatch<CompiledRewrite>? First(HttpContext context, State state, Func<RuleBucket, CompiledRewrite[]> phase) =>
        RuleTable.First(state.Bucket, phase, context.Request, state.Path, state.Order);

    private bool Apply(HttpContext context, State state, RuleMatch<CompiledRewrite> match)
    {
        var request = context.Request;
        var (rule, values) = match;
        state.Order = rule.Order;
        if (RawTarget.IsMalformed(context))
        {
            state.IsRefused = true;
            return false;
        }

        if (rule.External is not null)
        {
            state.IsExternal = true;
            var matched = rule.To(request, values);
            state.IsRefused = matched is null;
            SelectedEndpoint.Forget(context);
            request.Path = Collapsed(request.Path);
            RequestState.Of(context).MatchedRewrite = matched;
            Log.Rewritten(logger, rule.Source.Pattern.RawText!, rule.Destination.Text);
            return matched is not null;
        }

        if (rule.Destination.Path(values) is not { } path)
        {
            state.IsRefused = true;
            return false;
        }

        To(context, path, rule.Destination.Query(values, request.QueryString));
        (state.Path, state.Bucket) = (PathOf(request), table.Find(PathOf(request)));
        Log.Rewritten(logger, rule.Source.Pattern.RawText!, rule.Destination.Text);
        return true;
    }

    public static void To(HttpContext context, string path, QueryString query)
    {
        var request = context.Request;
        RequestState.Of(context).OriginalPath ??= new(request.Path, request.QueryString);
        SelectedEndpoint.Forget(context);
        (request.Path, request.QueryString) = (path, query);
    }

    private async ValueTask<Answer> AnswerAsync(HttpContext context, State state)
    {
        if (!state.IsInside)
        {
            return Answer.None;
        }

        var answer = Judge(await routes.AskAsync(context, Collapsed(context.Request.Path)));
        return answer is not Answer.Exact && IsFile(context.Request) ? Answer.Exact : answer;
    }

    private static Answer Judge(Endpoint? endpoint) => endpoint switch
    {
        null => Answer.None,

        // A page of another origin stands in the front tier because this table sent a visitor there.
        _ when endpoint.Metadata.GetMetadata<ExternalRewrite>() is not null => Answer.None,

        // What MapFallback maps is not an answer, but what is said when there is none.
        RouteEndpoint { Order: int.MaxValue } => Answer.None,
        RouteEndpoint { RoutePattern.Parameters.Count: 0 } => Answer.Exact,
        _ => Answer.Open,
    };

    // Routing knows no repeated slashes, and would miss what the table has found. One at the end is the destination's business.
    private static PathString Collapsed(PathString path)
    {
        if (path.Value?.Contains("//", StringComparison.Ordinal) is not true)
        {
            return path;
        }

        var canonical = PathText.Canonical(path.Value);
        return path.Value.EndsWith('/') && canonical is not "/" ? canonical + "/" : canonical;
    }

    private bool IsFile(HttpRequest request) =>
        RequestMethod.IsRead(request) && environment.WebRootFileProvider.HasFile(request.Path);

    private string FromRoot(HttpRequest request, string path) =>
        table.BasePath.Length > 0 && request.PathBase.HasValue ? path is "/" ? table.BasePath : table.BasePath + path : path;

    private sealed class State(string path, RuleBucket bucket, bool isInside)
    {
        public bool IsInside => isInside;

        public string Path { get; set; } = path;

        public RuleBucket? Bucket { get; set; } = bucket;

        public int Order { get; set; } = -1;

        public bool IsExternal { get; set; }

        public bool IsRefused { get; set; }
    }
}
