using Perennial.Pages;
using Perennial.Pages.Recording;
using Frame = Perennial.Pages.Recording.ReadAttribution.Frame;

namespace Perennial.Tests.Pages.Recording;

/// <summary>Who reads is told by frames, from the innermost outwards.</summary>
public sealed class ReadAttributionTests
{
    private const string Extensions = "Microsoft.AspNetCore.Http.Extensions Microsoft.AspNetCore.Http.";
    private const string Results = "Microsoft.AspNetCore.Http.Results Microsoft.AspNetCore.Http.";
    private const string FileHelper = "Microsoft.AspNetCore.Http.Results Microsoft.AspNetCore.Internal.FileResultHelper";
    private const string MvcCore = "Microsoft.AspNetCore.Mvc.Core Microsoft.AspNetCore.Mvc.";
    private const string Json = "System.Text.Json System.Text.Json.Serialization.Converters.ObjectDefaultConverter`1";

    private static readonly Frame PageDelegate = new("Perennial", "Perennial.Pages.Endpoints.PageDelegate", "InvokeAsync");
    private static readonly Frame App = new("Shop", "Shop.Basket", "Render");
    private static readonly Frame Plumbing = new("Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Http.DefaultHttpRequest", "get_Headers");
    private static readonly Frame Mvc = new("Microsoft.AspNetCore.Mvc.Core", "Microsoft.AspNetCore.Mvc.Infrastructure.ResourceInvoker", "InvokeAsync");
    private static readonly Frame Consent = new("Microsoft.AspNetCore.CookiePolicy", "Microsoft.AspNetCore.CookiePolicy.ResponseCookiesWrapper", "get_CanTrack");
    private static readonly Frame Language = new("Microsoft.AspNetCore.Localization", "Microsoft.AspNetCore.Localization.AcceptLanguageHeaderRequestCultureProvider", "DetermineProviderCultureResult");
    private static readonly Frame Localization = new("Microsoft.AspNetCore.Localization", "Microsoft.AspNetCore.Localization.RequestLocalizationMiddleware+<Invoke>d__5", "MoveNext");
    private static readonly Frame Compression = new("Microsoft.AspNetCore.ResponseCompression", "Microsoft.AspNetCore.ResponseCompression.ResponseCompressionBody", "WriteAsync");
    private static readonly Frame Format = new("Microsoft.AspNetCore.Mvc.Core", "Microsoft.AspNetCore.Mvc.Formatters.FormatFilter", "GetFormat");
    private static readonly Frame DelegateFactory = new("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.RequestDelegateFactory", "TryReadBodyAsync");

    // What a result looks at was compiled into it, so that no frame of the result's own is left.
    private static readonly Frame WritesAResult = new("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.RequestDelegateFactory+<ExecuteResultWriteResponse>d__136", "MoveNext");
    private static readonly Frame ComponentResult = new("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.EndpointHtmlRenderer", "GetFullUri");
    private static readonly Frame Continuation = new("System.Private.CoreLib", "System.Threading.Tasks.ContinuationResultTaskFromTask`1", "InnerInvoke");
    private static readonly Frame ThreadPool = new("System.Private.CoreLib", "System.Threading.ThreadPoolWorkQueue", "Dispatch");
    private static readonly Frame Component = new("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.ComponentBase", "<.ctor>b__7_0");
    private static readonly Frame Compiled = new("", "", "");
    private static readonly Frame Logger = new("Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Logger", "Log");

    [Fact]
    public void The_apps_own_code_is_a_reader()
    {
        Assert.Equal(ReadBy.App, Find(Plumbing, App, Mvc));
        Assert.Equal(ReadBy.App, Find(Plumbing, Format, Mvc));
    }

    [Fact]
    public void What_a_page_asks_of_a_middleware_is_its_own_read()
    {
        Assert.Equal(ReadBy.App, Find(Plumbing, Consent, App, Mvc));
        Assert.Equal(ReadBy.App, Find(Plumbing, Language, App, Mvc));
    }

    [Fact]
    public void What_a_middleware_reads_itself_is_nobodys()
    {
        Assert.Equal(ReadBy.Nobody, Find(Plumbing, Language, Localization, App));
        Assert.Equal(ReadBy.Nobody, Find(Plumbing, Compression, Plumbing, App, Mvc));
    }

    [Fact]
    public void What_is_written_into_a_log_is_nobodys() => Assert.Equal(ReadBy.Nobody, Find(Plumbing, App, Logger, App));

    [Fact]
    public void Where_no_frame_says_anything_it_is_the_frameworks() => Assert.Equal(ReadBy.Framework, Find(Plumbing, Mvc));

    [Fact]
    public void Where_all_pass_on_what_they_are_asked_for_the_apps_code_was_compiled_into_one_of_them()
    {
        Assert.Equal(ReadBy.App, Find(Plumbing, Continuation, ThreadPool));
        Assert.Equal(ReadBy.App, Find(Plumbing, Component, Mvc));
        Assert.Equal(ReadBy.Framework, Find(Plumbing, Mvc, ThreadPool));
    }

    [Fact]
    public void What_the_app_was_once_seen_to_read_on_a_page_it_reads_whoever_seems_to()
    {
        var observations = new PageObservations();
        Assert.Equal(ReadBy.Framework, observations.Judge(ReadBy.Framework, "the header 'Accept'"));

        Assert.Equal(ReadBy.App, observations.Judge(ReadBy.App, "the header 'Accept'"));

        Assert.Equal(ReadBy.App, observations.Judge(ReadBy.Framework, "the header 'Accept'"));
        Assert.Equal(ReadBy.Nobody, observations.Judge(ReadBy.Nobody, "the header 'Accept'"));
        Assert.Equal(ReadBy.Framework, observations.Judge(ReadBy.Framework, "the header 'Range'"));
    }

    [Fact]
    public void Of_a_page_that_makes_up_what_it_reads_all_is_taken_for_read()
    {
        var observations = new PageObservations();
        foreach (var number in Enumerable.Range(0, 1000))
        {
            observations.Judge(ReadBy.App, $"the header 'X-{number}'");
        }

        Assert.Equal(ReadBy.App, observations.Judge(ReadBy.Framework, "the header 'Accept'"));
    }

    [Fact]
    public void What_a_handler_has_bound_is_its_own_read_and_what_its_result_looks_at_while_it_is_written_is_the_frameworks()
    {
        Assert.Equal(ReadBy.App, Find(Plumbing, DelegateFactory));
        Assert.Equal(ReadBy.Framework, Find(Plumbing, WritesAResult));
        Assert.Equal(ReadBy.App, Find(Plumbing, Compiled));
        Assert.Equal(ReadBy.Framework, Find(Plumbing, ComponentResult, DelegateFactory, Compiled));
        Assert.Equal(ReadBy.Framework, Find(Plumbing, ComponentResult, Compiled));
        Assert.Equal(ReadBy.App, Find(Plumbing, App, ComponentResult, DelegateFactory, Compiled));
    }

    /// <summary>Stacks that lack the app's frame, since the compiler has pulled it into the framework's method on top.</summary>
    public static TheoryData<string, string[]> CompiledIntoTheFramework => new()
    {
        { "a result of several kinds", [Results + "HttpResults.Results`2"] },
        { "an object of the app's that a result writes", [Json, "System.Text.Json System.Text.Json.JsonSerializer", Results + "HttpResultsHelper", Results + "HttpResults.Ok`1"] },
        { "a list of the app's that a result writes", ["System.Linq System.Linq.Enumerable+ArraySelectIterator`2", Json, Results + "HttpResultsHelper", Results + "HttpResults.JsonHttpResult`1"] },
        { "a function that writes a stream", [Results + "HttpResults.PushStreamHttpResult+<ExecuteAsync>d__23"] },
        { "a stream that a result reads", [Extensions + "StreamCopyOperationInternal+<CopyToAsync>d__1", FileHelper + "+<WriteFileAsync>d__4", Results + "HttpResultsHelper"] },
        { "a stream that a helper reads", [FileHelper + "+<WriteFileAsync>d__4", Results + "HttpResultsHelper"] },
        { "a stream that MVC reads", [Extensions + "StreamCopyOperationInternal+<CopyToAsync>d__1", MvcCore + "Infrastructure.FileStreamResultExecutor"] },
        { "an action's filter", [MvcCore + "Filters.ActionFilterAttribute+<OnActionExecutionAsync>d__6", MvcCore + "Infrastructure.ControllerActionInvoker"] },
        { "a result's filter", [MvcCore + "Infrastructure.ResourceInvoker", MvcCore + "Infrastructure.ControllerActionInvoker"] },
        { "an action", [MvcCore + "Infrastructure.ActionMethodExecutor+SyncObjectResultExecutor", MvcCore + "Infrastructure.ControllerActionInvoker"] },
        { "an object of the app's that MVC writes as JSON", [Json, MvcCore + "Infrastructure.SystemTextJsonResultExecutor"] },
        { "a pattern's replacement", ["System.Text.RegularExpressions System.Text.RegularExpressions.Regex", "System.Text.RegularExpressions System.Text.RegularExpressions.Regex", Extensions + "RequestDelegateFactory+<>c__DisplayClass102_0"] },
        { "a loop on several threads", ["System.Threading.Tasks.Parallel System.Threading.Tasks.Parallel+<>c__DisplayClass19_0`2", "System.Private.CoreLib System.Threading.ThreadPoolWorkQueue"] },
        { "what is made for the memory cache", ["Microsoft.Extensions.Caching.Abstractions Microsoft.Extensions.Caching.Memory.CacheExtensions", Extensions + "RequestDelegateFactory+<>c__DisplayClass102_0"] },
        { "a fragment in a component of the framework's", ["Microsoft.AspNetCore.Components Microsoft.AspNetCore.Components.CascadingValue`1", "Microsoft.AspNetCore.Components.Endpoints Microsoft.AspNetCore.Components.Endpoints.EndpointHtmlRenderer"] },
        { "what the app adds to a problem of MVC's", [MvcCore + "Infrastructure.DefaultProblemDetailsFactory"] },
        { "a result of the app's", [Extensions + "RequestDelegateFactory+<ExecuteResultWriteResponse>d__136"] },
    };

    [Theory, MemberData(nameof(CompiledIntoTheFramework))]
    public void Where_the_framework_calls_others_and_never_reads_such_a_thing_the_apps_code_was_compiled_into_it(string what, string[] stack)
    {
        Frame[] frames = [Plumbing, .. stack.Select(static line => line.Split(' ')).Select(static parts => new Frame(parts[0], parts[1], "MoveNext")), PageDelegate];

        Assert.True(Find(ReadKind.Negotiation, frames) is ReadBy.App, what);
        Assert.True(Find(ReadKind.Visitor, frames) is not ReadBy.Nobody, what);
    }

    /// <summary>What results look at on their own account. Where more was compiled into them, it cannot be told from that.</summary>
    public static TheoryData<string, bool, bool> OwnReads => new()
    {
        { FileHelper, true, false },
        { Results + "HttpResultsHelper", true, false },
        { Results + "HttpResults.FileContentHttpResult", true, false },
        { Results + "HttpResults.PushStreamHttpResult", true, false },
        { Results + "HttpResults.ProblemHttpResult+<ExecuteAsync>d__16", false, true },
        { Extensions + "DefaultProblemDetailsWriter", false, true },
        { Extensions + "ProblemDetailsService+<TryWriteAsync>d__3", false, true },
        { Extensions + "RequestDelegateFactory+<ExecuteResultWriteResponse>d__136", true, false },
        { MvcCore + "Formatters.TextOutputFormatter", false, true },
        { MvcCore + "Infrastructure.DefaultOutputFormatterSelector", false, true },
        { MvcCore + "Infrastructure.ObjectResultExecutor", false, true },
    };

    [Theory, MemberData(nameof(OwnReads))]
    public void What_a_result_looks_at_on_its_own_account_is_the_frameworks_and_a_cookie_there_counts(string place, bool condition, bool negotiation)
    {
        var parts = place.Split(' ');
        Frame[] frames = [Plumbing, new(parts[0], parts[1], "MoveNext"), PageDelegate];

        Assert.Equal(condition ? ReadBy.Framework : ReadBy.App, Find(ReadKind.Condition, frames));
        Assert.Equal(negotiation ? ReadBy.Framework : ReadBy.App, Find(ReadKind.Negotiation, frames));
        Assert.NotEqual(ReadBy.Nobody, Find(ReadKind.Visitor, frames));
        Assert.Equal(ReadBy.Framework, Find(ReadKind.EveryPage, frames));
    }

    [Fact]
    public void What_MVC_looks_at_on_the_way_to_a_page_is_the_frameworks()
    {
        Frame binding = new("Microsoft.AspNetCore.Mvc.Core", "Microsoft.AspNetCore.Mvc.ModelBinding.FormValueProviderFactory", "CreateValueProviderAsync");

        Assert.Equal(ReadBy.Framework, Find(ReadKind.EveryPage, Plumbing, Mvc, PageDelegate));
        Assert.Equal(ReadBy.Framework, Find(ReadKind.Negotiation, Plumbing, binding, Mvc, PageDelegate));
    }

    private static ReadBy Find(params Frame[] frames) => Find(ReadKind.EveryPage, frames);

    private static ReadBy Find(ReadKind kind, params Frame[] frames) => ReadAttribution.Find(new(IsInPage: true, IsCultureChosen: true), kind, frames);
}
