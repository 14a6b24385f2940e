using System.Diagnostics;
using Perennial.Caching;
using Perennial.Pages.Endpoints;

namespace Perennial.Pages.Recording;

/// <summary>
/// Tells from the stack who reads, since what is read does not tell: MVC looks at Accept for every response, and a page may
/// look at it as well. The innermost frame that says something decides; a frame that says nothing is passed over.
/// </summary>
/// <remarks>
/// Behind an await the callers are gone from the stack; who reads has a frame of its own there, too. What the compiler pulled
/// into a method of the framework's is taken for that one: <see cref="PageObservations.Judge"/> knows it from earlier renders.
/// </remarks>
internal static class ReadAttribution
{
    private const string Ours = nameof(Perennial);

    // What this middleware reads of a visitor does not end up in the page.
    private static readonly string[] Middleware =
    [
        "Microsoft.AspNetCore.Authorization.Policy", "Microsoft.AspNetCore.CookiePolicy", "Microsoft.AspNetCore.Cors",
        "Microsoft.AspNetCore.Diagnostics", "Microsoft.AspNetCore.HostFiltering", "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.HttpOverrides", "Microsoft.AspNetCore.HttpsPolicy", "Microsoft.AspNetCore.Localization",
        "Microsoft.AspNetCore.Localization.Routing", "Microsoft.AspNetCore.OutputCaching", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.RequestDecompression", "Microsoft.AspNetCore.ResponseCaching", "Microsoft.AspNetCore.ResponseCompression",
        "Microsoft.AspNetCore.Rewrite", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Session", "Microsoft.AspNetCore.StaticAssets",
        "Microsoft.AspNetCore.StaticFiles", "Microsoft.AspNetCore.WebSockets",
    ];

    // Middleware that a page may also query itself, e.g. for consent or language.
    private static readonly string[] AlsoAsked =
    [
        "Microsoft.AspNetCore.Authorization.Policy", "Microsoft.AspNetCore.CookiePolicy", "Microsoft.AspNetCore.Localization",
        "Microsoft.AspNetCore.WebSockets",
    ];

    // What these read, or make app code read, ends up in a log and not in the page.
    private static readonly string[] Observers =
    [
        "Microsoft.Extensions.Logging", "System.Diagnostics.DiagnosticSource", "OpenTelemetry", "Serilog", "NLog", "Sentry",
        "Microsoft.ApplicationInsights", "Azure.Monitor",
    ];

    /// <summary>In assemblies that do both: what runs for every page.</summary>
    private static readonly string[] ForEveryPage =
    [
        "Microsoft.AspNetCore.Authentication.AuthenticationMiddleware",

        // Looks whether there is somebody to revalidate while a circuit lives. The templates with accounts derive from it.
        "Microsoft.AspNetCore.Components.Server.RevalidatingServerAuthenticationStateProvider",

        // A form without an action goes to the address that it stands on.
        "Microsoft.AspNetCore.Mvc.ViewFeatures.DefaultHtmlGenerator", "Microsoft.AspNetCore.Mvc.ViewFeatures.HtmlHelper",
    ];

    /// <summary>
    /// They call code of others: streams, functions, filters, getters. What they look at themselves is the same in every render
    /// without a visitor; where they seem to read anything else, the app's code was compiled into them. The first that fits counts.
    /// </summary>
    private static readonly (string Type, ReadKind? Own)[] CallersWithReads =
    [
        ("Microsoft.AspNetCore.Internal.FileResultHelper+<WriteFile", null), ("Microsoft.AspNetCore.Internal.FileResultHelper", ReadKind.Condition),
        ("Microsoft.AspNetCore.Http.HttpResultsHelper", ReadKind.Condition), ("Microsoft.AspNetCore.Http.HttpResults.File", ReadKind.Condition),
        ("Microsoft.AspNetCore.Http.HttpResults.VirtualFile", ReadKind.Condition), ("Microsoft.AspNetCore.Http.HttpResults.PhysicalFile", ReadKind.Condition),
        ("Microsoft.AspNetCore.Http.HttpResults.PushStream", ReadKind.Condition),
        ("Microsoft.AspNetCore.Http.HttpResults.Problem", ReadKind.Negotiation), ("Microsoft.AspNetCore.Http.HttpResults.ValidationProblem", ReadKind.Negotiation),
        ("Microsoft.AspNetCore.Http.HttpResults.RazorComponent", ReadKind.Negotiation), ("Microsoft.AspNetCore.Http.HttpResults.", null),
        ("Microsoft.AspNetCore.Http.ProblemDetailsService", ReadKind.Negotiation), ("Microsoft.AspNetCore.Http.DefaultProblemDetailsWriter", ReadKind.Negotiation),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.DefaultProblemDetailsFactory", null),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.DefaultOutputFormatterSelector", ReadKind.Negotiation),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.ObjectResultExecutor", ReadKind.Negotiation),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.AcceptHeaderParser", ReadKind.Negotiation), ("Microsoft.AspNetCore.Mvc.Formatters.", ReadKind.Negotiation),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.FileResultExecutorBase", ReadKind.Condition),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.File", ReadKind.Condition), ("Microsoft.AspNetCore.Mvc.Infrastructure.SystemTextJsonResultExecutor", null),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.ResourceInvoker", null), ("Microsoft.AspNetCore.Mvc.Infrastructure.ControllerActionInvoker", null),
        ("Microsoft.AspNetCore.Mvc.Infrastructure.ActionMethodExecutor", null), ("Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.PageActionInvoker", null),
        ("Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure.ExecutorFactory", null), ("Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute", null),
        ("Microsoft.AspNetCore.Mvc.Filters.ResultFilterAttribute", null), ("Microsoft.AspNetCore.Mvc.Filters.ExceptionFilterAttribute", null),
        ("Microsoft.AspNetCore.Mvc.Filters.ControllerActionFilter", null), ("Microsoft.AspNetCore.Mvc.Filters.ControllerResultFilter", null),
    ];

    private static readonly string[] ForThisPage =
    [
        "Microsoft.AspNetCore.Mvc.ModelBinding.Binders.", "Microsoft.AspNetCore.Mvc.Formatters.FormatFilter",
    ];

    private const string DelegateFactory = "Microsoft.AspNetCore.Http.RequestDelegateFactory";

    private static readonly string[] Plumbing =
    [
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Http.Abstractions", "Microsoft.AspNetCore.Http.Extensions",
        "Microsoft.AspNetCore.Http.Features", "Microsoft.Net.Http.Headers",
    ];

    // They know of no request, and are called with functions of others.
    private static readonly string[] Libraries = ["System", "Microsoft.Extensions", "Microsoft.EntityFrameworkCore"];

    // They read nothing themselves: where one seems to, the compiler has inlined a short method of the app's into it.
    private static readonly string[] Callers =
    [
        typeof(PageDelegate).FullName!, typeof(SuppressibleResponseBody).FullName!, "Microsoft.AspNetCore.Builder.UseExtensions",
        "Microsoft.AspNetCore.Http.StreamCopyOperation",
        "Microsoft.AspNetCore.Components.ComponentBase", "Microsoft.AspNetCore.Components.Rendering.", "Microsoft.AspNetCore.Components.RenderTree.",
    ];

    // Components know of no request, and render fragments of others. (What they show of a user says more: AuthorizeViews.)
    private static readonly string[] Components =
    [
        "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Forms", "Microsoft.AspNetCore.Components.QuickGrid", "Microsoft.AspNetCore.Components.Web",
    ];

    private const string Localization = "Microsoft.AspNetCore.Localization";
    private const string CultureMethod = "DetermineProviderCultureResult";

    public static ReadBy Find(Moment moment, ReadKind kind) => Find(moment, kind, new StackTrace(fNeedFileInfo: false).GetFrames().Select(static frame => Frame.Of(frame)));

    internal static ReadBy Find(Moment moment, ReadKind kind, IEnumerable<Frame> frames)
    {
        var (isApp, isPassedOn) = (false, true);
        foreach (var frame in frames)
        {
            if (isApp)
            {
                // App code was found; its caller may still be an observer (logging), which does not count.
                if (frame.IsApp || frame.Assembly is "System.Private.CoreLib")
                {
                    continue;
                }

                return IsOf(frame.Assembly, Observers) || (frame.Assembly == Localization && !moment.IsCultureChosen) ? ReadBy.Nobody : ReadBy.App;
            }

            switch (frame)
            {
                case { IsRecorder: true }:
                    continue;
                case var _ when isPassedOn && StartsWithAny(frame.Type, Callers):
                case var _ when isPassedOn && kind is not ReadKind.EveryPage && Components.Contains(frame.Assembly, StringComparer.Ordinal):
                    return ReadBy.App;
                case { IsOurs: true }:
                    return isPassedOn ? ReadBy.Nobody : ReadBy.Framework;
                case { IsCompiledAtRunTime: true }:
                    // Calls the app's code and binds its parameters, and then has a result of the framework's write itself;
                    // before the page it calls middleware of anybody's.
                    return moment.IsInPage && isPassedOn ? ReadBy.App : ReadBy.Framework;
                case { IsApp: true } when frame.Names(CultureMethod):
                    // Localization chooses the culture, which is part of the key.
                    return ReadBy.Nobody;
                case { IsApp: true }:
                    isApp = true;
                    continue;
                case var _ when frame.Type.StartsWith(DelegateFactory, StringComparison.Ordinal):
                    return isPassedOn && !(frame.Writes && kind is ReadKind.EveryPage or ReadKind.Condition) ? ReadBy.App : ReadBy.Framework;
                case var _ when StartsWithAny(frame.Type, ForThisPage):
                    return ReadBy.App;
                case var _ when Array.Find(CallersWithReads, caller => frame.Type.StartsWith(caller.Type, StringComparison.Ordinal)) is { Type: not null } caller:
                    return isPassedOn && kind is not ReadKind.EveryPage && kind != caller.Own ? ReadBy.App : ReadBy.Framework;
                case var _ when IsForEveryPage(frame) || IsOf(frame.Assembly, Observers) || StartsWithAny(frame.Type, ForEveryPage):
                    return ReadBy.Nobody;
                default:
                    isPassedOn &= Plumbing.Contains(frame.Assembly, StringComparer.Ordinal) || IsOf(frame.Assembly, Libraries);
                    continue;
            }
        }

        // Whatever of the framework reads has a frame of its own, behind an await, too. Where all that was seen passes on,
        // the compiler has pulled the app's code into what called it.
        return isApp || isPassedOn ? ReadBy.App : ReadBy.Framework;
    }

    // Where a page asks something of it, the app's own frame follows; where the middleware itself reads, its own does.
    private static bool IsForEveryPage(Frame frame) =>
        IsOf(frame.Assembly, Middleware) && (frame.IsMiddleware || !IsOf(frame.Assembly, AlsoAsked));

    private static bool StartsWithAny(string type, string[] prefixes) =>
        Array.Exists(prefixes, prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsOf(string assembly, string[] names) =>
        Array.Exists(names, name => assembly == name || (assembly.StartsWith(name, StringComparison.Ordinal) && assembly[name.Length] is '.'));

    /// <param name="IsInPage">Whether the page's own delegate runs, and no longer what stands before it.</param>
    /// <param name="IsCultureChosen">Whether localization has run: until then it asks the app's own rules, if there are any.</param>
    internal readonly record struct Moment(bool IsInPage, bool IsCultureChosen);

    /// <summary>One frame, by its names alone: types cannot be asked for where an app is trimmed.</summary>
    internal readonly record struct Frame(string Assembly, string Type, string Method)
    {
        private static readonly string Recorders = typeof(ReadAttribution).Namespace + ".";

        public bool IsCompiledAtRunTime => Type.Length == 0;

        public bool IsRecorder => IsOurs && Type.StartsWith(Recorders, StringComparison.Ordinal);

        public bool IsOurs => Assembly == Ours;

        public bool IsMiddleware => Type.Split("+<")[0].EndsWith("Middleware", StringComparison.Ordinal);

        // The reads of the result may have been inlined into this frame.
        public bool Writes => (Type + "." + Method) is var name && (name.Contains("Execute", StringComparison.Ordinal) || name.Contains("Write", StringComparison.Ordinal));

        public bool IsApp => !IsCompiledAtRunTime && !AppStackFrame.IsFramework(Assembly) && !IsOf(Assembly, Observers);

        public static Frame Of(StackFrame frame) => DiagnosticMethodInfo.Create(frame) is { } method
            ? new(AppStackFrame.NameOf(method.DeclaringAssemblyName), method.DeclaringTypeName ?? "", method.Name)
            : new("", "", "");

        public bool Names(string method) => Method == method || Type.Contains("<" + method + ">", StringComparison.Ordinal);
    }
}
