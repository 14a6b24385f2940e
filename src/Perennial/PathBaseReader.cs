using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Builder.Extensions;
using Microsoft.AspNetCore.Http;

namespace Perennial;

/// <summary>
/// Finds the base path that the app takes off by <c>UsePathBase</c>. A request tells only how its visitor spelled it, and a
/// build has no requests; so it is read where the app wrote it, in the pipeline. Where it cannot be read nothing below it is
/// kept, and the log says what to set.
/// </summary>
internal static class PathBaseReader
{
    public static IReadOnlyList<string> In(IApplicationBuilder app) =>
        (app is WebApplication web ? BuilderOf(web) : app) is ApplicationBuilder builder
            ? [.. ComponentsOf(builder).Select(PathOf).OfType<string>().Distinct(StringComparer.Ordinal)]
            : [];

    public static void Check(IReadOnlyList<string> written, string ruled)
    {
        // Several may take off a part each.
        if (ruled.Length > 0 && !LiesBelow(string.Concat(written)) && written.FirstOrDefault(path => !LiesBelow(path)) is { } other)
        {
            throw new PerennialException(
                "PER1113", $"The app calls UsePathBase(\"{other}\"), and Perennial:Rules:BasePath is '{ruled}'. A site lives in one place: "
                + $"take UsePathBase away, or set Perennial:Rules:BasePath to '{other}'.");
        }

        bool LiesBelow(string path) => $"{ruled}/".StartsWith(path + "/", StringComparison.OrdinalIgnoreCase);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A field that was trimmed away is one that is not found.")]
    private static string? PathOf(Func<RequestDelegate, RequestDelegate> component)
    {
        if (component.Target is not { } closure)
        {
            return null;
        }

        // Under WebApplication it is a closure of the extension's, in a host of another kind a middleware's type and arguments.
        var values = closure.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(field => field.GetValue(closure)).SelectMany(static value => value as object?[] ?? [value]).ToList();
        return component.Method.DeclaringType?.DeclaringType == typeof(UsePathBaseExtensions) || values.Contains(typeof(UsePathBaseMiddleware))
            ? values.OfType<PathString>().Select(static path => path.Value?.TrimEnd('/')).FirstOrDefault(static path => path is { Length: > 0 })
            : null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ApplicationBuilder")]
    private static extern ApplicationBuilder BuilderOf(WebApplication app);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_components")]
    private static extern ref List<Func<RequestDelegate, RequestDelegate>> ComponentsOf(ApplicationBuilder app);
}
