using Perennial.Pages;
using Perennial.Pages.Recording;

namespace Perennial.Tests.Pages.Recording;

/// <summary>Who reads is told by frames, from the innermost outwards.</summary>
public sealed class ReadAttributionTests
{
    private static readonly ReadAttribution.Frame App = new("Shop", "Shop.Basket", "Render");
    private static readonly ReadAttribution.Frame Plumbing = new("Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Http.DefaultHttpRequest", "get_Headers");
    private static readonly ReadAttribution.Frame Mvc = new("Microsoft.AspNetCore.Mvc.Core", "Microsoft.AspNetCore.Mvc.Infrastructure.ResourceInvoker", "InvokeAsync");
    private static readonly ReadAttribution.Frame Consent = new("Microsoft.AspNetCore.CookiePolicy", "Microsoft.AspNetCore.CookiePolicy.ResponseCookiesWrapper", "get_CanTrack");
    private static readonly ReadAttribution.Frame Language = new("Microsoft.AspNetCore.Localization", "Microsoft.AspNetCore.Localization.AcceptLanguageHeaderRequestCultureProvider", "DetermineProviderCultureResult");
    private static readonly ReadAttribution.Frame Localization = new("Microsoft.AspNetCore.Localization", "Microsoft.AspNetCore.Localization.RequestLocalizationMiddleware+<Invoke>d__5", "MoveNext");
    private static readonly ReadAttribution.Frame Compression = new("Microsoft.AspNetCore.ResponseCompression", "Microsoft.AspNetCore.ResponseCompression.ResponseCompressionBody", "WriteAsync");
    private static readonly ReadAttribution.Frame Format = new("Microsoft.AspNetCore.Mvc.Core", "Microsoft.AspNetCore.Mvc.Formatters.FormatFilter", "GetFormat");
    private static readonly ReadAttribution.Frame DelegateFactory = new("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.RequestDelegateFactory", "TryReadBodyAsync");

    // What a result looks at was compiled into it, so that no frame of the result's own is left.
    private static readonly ReadAttribution.Frame WritesAResult = new("Microsoft.AspNetCore.Http.Extensions", "Microsoft.AspNetCore.Http.RequestDelegateFactory+<ExecuteResultWriteResponse>d__136", "MoveNext");
    private static readonly ReadAttribution.Frame ComponentResult = new("Microsoft.AspNetCore.Components.Endpoints", "Microsoft.AspNetCore.Components.Endpoints.EndpointHtmlRenderer", "GetFullUri");
    private static readonly ReadAttribution.Frame Continuation = new("System.Private.CoreLib", "System.Threading.Tasks.ContinuationResultTaskFromTask`1", "InnerInvoke");
    private static readonly ReadAttribution.Frame ThreadPool = new("System.Private.CoreLib", "System.Threading.ThreadPoolWorkQueue", "Dispatch");
    private static readonly ReadAttribution.Frame Component = new("Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.ComponentBase", "<.ctor>b__7_0");
    private static readonly ReadAttribution.Frame Compiled = new("", "", "");
    private static readonly ReadAttribution.Frame Logger = new("Microsoft.Extensions.Logging", "Microsoft.Extensions.Logging.Logger", "Log");

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

    private static ReadBy Find(params ReadAttribution.Frame[] frames) => ReadAttribution.Find(new(IsInPage: true, IsCultureChosen: true), frames);
}
