using System.Diagnostics;
using Perennial.Caching;

namespace Perennial.Pages.Recording;

/// <summary>
/// Tells from the stack who reads, since what is read does not tell: MVC looks at Accept for every response, and a page may
/// look at it as well. The innermost frame that says something decides; a frame that says nothing is passed over.
/// </summary>
/// <remarks>
/// Behind an await the callers are gone from the stack; who reads has a frame of its own there, too. What the compiler pulled
/// into a method of the framework's is taken for that one: <see cref="PageKnowledge.Judge"/> knows it from earlier renders.
/// </remarks>
internal static class Readers
{
    private const string Ours = nameof(Perennial);

    /// <summary>Middleware that judges, measures or dresses every response. What it makes of a visitor is not in the page.</summary>
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

    /// <summary>Those of them that also hold what a page may ask: whether a visitor consented, which language is preferred.</summary>
    private static readonly string[] AlsoAsked =
    [
        "Microsoft.AspNetCore.Authorization.Policy", "Microsoft.AspNetCore.CookiePolicy", "Microsoft.AspNetCore.Localization",
        "Microsoft.AspNetCore.WebSockets",
    ];

    /// <summary>Who writes down what happens: what it reads, or has an app's own code read, is in a log and not in a page.</summary>
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

        // The id of a request that they write into a problem is taken out again (PageProblemDetails).
        "Microsoft.AspNetCore.Mvc.Infrastructure.DefaultProblemDetailsFactory", "Microsoft.AspNetCore.Http.DefaultProblemDetailsWriter",

        // Which representation of a result goes out: for a render without a visitor always the same.
        "Microsoft.AspNetCore.Mvc.Infrastructure.DefaultOutputFormatterSelector", "Microsoft.AspNetCore.Mvc.Infrastructure.ObjectResultExecutor",
        "Microsoft.AspNetCore.Mvc.Infrastructure.AcceptHeaderParser", "Microsoft.AspNetCore.Mvc.Formatters.",
        "Microsoft.AspNetCore.Internal.FileResultHelper", "Microsoft.AspNetCore.Http.HttpResults.", "Microsoft.AspNetCore.Http.ResultsHelper",
    ];

    /// <summary>Binds what a parameter of the page asks for, or chooses by the query what it said may be chosen.</summary>
    private static readonly string[] ForThisPage =
    [
        "Microsoft.AspNetCore.Mvc.ModelBinding.Binders.", "Microsoft.AspNetCore.Mvc.Formatters.FormatFilter",
    ];

    /// <summary>Binds the parameters of a handler, and has what the handler returned write itself.</summary>
    private const string DelegateFactory = "Microsoft.AspNetCore.Http.RequestDelegateFactory";

    /// <summary>Passes on what it is asked for, and is asked by everybody.</summary>
    private static readonly string[] Plumbing =
    [
        "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Http.Abstractions", "Microsoft.AspNetCore.Http.Extensions",
        "Microsoft.AspNetCore.Http.Features", "Microsoft.Extensions.Primitives", "Microsoft.Net.Http.Headers", "System.Linq",
        "System.Private.CoreLib",
    ];

    /// <summary>
    /// Calls the app's delegates and components, and reads nothing itself. Where it seems to be the reader, the compiler has
    /// pulled a short method into it.
    /// </summary>
    private static readonly string[] Callers =
    [
        "Perennial.Pages.EndpointTier", "Perennial.Pages.SilenceableBody", "Microsoft.AspNetCore.Builder.UseExtensions",
        "Microsoft.AspNetCore.Components.ComponentBase", "Microsoft.AspNetCore.Components.Rendering.", "Microsoft.AspNetCore.Components.RenderTree.",
    ];

    private const string Localization = "Microsoft.AspNetCore.Localization";
    private const string CultureMethod = "DetermineProviderCultureResult";

    public static ReadBy Find(Moment moment) => Find(moment, new StackTrace(fNeedFileInfo: false).GetFrames().Select(static frame => Frame.Of(frame)));

    /// <param name="moment">How far the render is.</param>
    /// <param name="frames">From the innermost outwards.</param>
    internal static ReadBy Find(Moment moment, IEnumerable<Frame> frames)
    {
        var (isApp, isPassedOn) = (false, true);
        foreach (var frame in frames)
        {
            if (isApp)
            {
                // The app's own code was reached; whoever called it may be one who only writes down.
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
                    return ReadBy.App;
                case { IsOurs: true }:
                    return isPassedOn ? ReadBy.Nobody : ReadBy.Framework;
                case { IsCompiledAtRunTime: true }:
                    // Calls the app's code and binds its parameters, and then has a result of the framework's write itself;
                    // before the page it calls middleware of anybody's.
                    return moment.IsInPage && isPassedOn ? ReadBy.App : ReadBy.Framework;
                case { IsApp: true } when frame.Names(CultureMethod):
                    // It chooses what is a part of the key.
                    return ReadBy.Nobody;
                case { IsApp: true }:
                    isApp = true;
                    continue;
                case var _ when frame.Type.StartsWith(DelegateFactory, StringComparison.Ordinal):
                    return isPassedOn && !frame.Writes ? ReadBy.App : ReadBy.Framework;
                case var _ when StartsWithAny(frame.Type, ForThisPage):
                    return ReadBy.App;
                case var _ when IsForEveryPage(frame) || IsOf(frame.Assembly, Observers) || StartsWithAny(frame.Type, ForEveryPage):
                    return ReadBy.Nobody;
                default:
                    isPassedOn &= Plumbing.Contains(frame.Assembly, StringComparer.Ordinal);
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
        private static readonly string Recorders = typeof(Readers).Namespace + ".";

        public bool IsCompiledAtRunTime => Type.Length == 0;

        public bool IsRecorder => IsOurs && Type.StartsWith(Recorders, StringComparison.Ordinal);

        public bool IsOurs => Assembly == Ours;

        /// <summary>The class of a middleware, or what the compiler made within it.</summary>
        public bool IsMiddleware => Type.Split("+<")[0].EndsWith("Middleware", StringComparison.Ordinal);

        /// <summary>Whether it has a result write itself. What that result looks at may have been compiled into this frame.</summary>
        public bool Writes => (Type + "." + Method) is var name && (name.Contains("Execute", StringComparison.Ordinal) || name.Contains("Write", StringComparison.Ordinal));

        public bool IsApp => !IsCompiledAtRunTime && !AppCode.IsFramework(Assembly) && !IsOf(Assembly, Observers);

        public static Frame Of(StackFrame frame) => DiagnosticMethodInfo.Create(frame) is { } method
            ? new(AppCode.NameOf(method.DeclaringAssemblyName), method.DeclaringTypeName ?? "", method.Name)
            : new("", "", "");

        /// <summary>Whether this is the method of that name, or what the compiler made of it.</summary>
        public bool Names(string method) => Method == method || Type.Contains("<" + method + ">", StringComparison.Ordinal);
    }
}
