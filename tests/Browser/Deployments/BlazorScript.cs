using System.Reflection;
using System.Runtime.Loader;

namespace Perennial.Browser.Deployments;

/// <summary>blazor.web.js, as .NET 9 carries it.</summary>
internal static class BlazorScript
{
    public static async Task<string> ReadAsync()
    {
        var path = typeof(BlazorScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key is "BlazorScript").Value!;
        var context = new AssemblyLoadContext(nameof(BlazorScript), isCollectible: true);
        try
        {
            await using var stream = context.LoadFromAssemblyPath(path).GetManifestResourceStream("_framework/blazor.web.js")!;
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync();
        }
        finally
        {
            context.Unload();
        }
    }
}
