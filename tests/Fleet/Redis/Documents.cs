using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Redis;
using StackExchange.Redis;

namespace Perennial.Fleet.Redis;

/// <summary>What docs/redis.md shows.</summary>
internal static class Documents
{
    public static void Use(WebApplicationBuilder builder) =>
        builder.AddPerennial(options => options.SiteUrl = "https://example.com").UseRedis();

    public static void UseOwn(WebApplicationBuilder builder, IConnectionMultiplexer connection)
    {
        builder.Services.AddSingleton(connection);
        builder.AddPerennial().UseRedis(configure: options => options.Prefix = "magazine");
    }

    /// <summary>The words of the command that makes a user.</summary>
    public static IEnumerable<string> Rights()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Perennial.slnx")))
        {
            root = root.Parent!;
        }

        const string Command = "ACL ";
        return File.ReadAllLines(Path.Combine(root.FullName, "docs/redis.md"))
            .Single(static line => line.StartsWith(Command, StringComparison.Ordinal))[Command.Length..]
            .Split(' ');
    }
}
