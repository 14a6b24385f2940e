using System.Reflection;
using Perennial.OpenTelemetry;
using Perennial.Imaging;
using Perennial.Postgres;
using Perennial.Redis;
using Perennial.Testing.Conformance;
using Perennial.Tests.House;
using PublicApiGenerator;

namespace Perennial.Tests;

public sealed class PublicApiTests
{
    // Without its list of name spaces: what we extend of ASP.NET Core stands in Microsoft's, and an app sees it.
    private static readonly ApiGeneratorOptions Everything = new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] };

    [Fact]
    public void Perennial_shows_what_was_agreed() => Compare(typeof(PerennialOptions).Assembly);

    [Fact]
    public void Perennial_Testing_shows_what_was_agreed() => Compare(typeof(ConformanceCase).Assembly);

    [Fact]
    public void Perennial_OpenTelemetry_shows_what_was_agreed() => Compare(typeof(PerennialOpenTelemetryExtensions).Assembly);

    [Fact]
    public void Perennial_DotEnv_shows_what_was_agreed() => Compare(typeof(DotEnv).Assembly);

    [Fact]
    public void Perennial_Imaging_shows_what_was_agreed() => Compare(typeof(ImagingOptions).Assembly);

    [Fact]
    public void Perennial_Postgres_shows_what_was_agreed() => Compare(typeof(PostgresOptions).Assembly);

    [Fact]
    public void Perennial_Redis_shows_what_was_agreed() => Compare(typeof(RedisOptions).Assembly);

    [Fact]
    public void A_changed_line_is_shown_with_what_it_stands_in()
    {
        const string Agreed = "namespace N\n{\n    class Z\n    {\n    }\n    class A\n    {\n        int B;\n    }\n}\n";

        Assert.Equal(
            ["- namespace N / class A / int B;", "+ namespace N / class A / int C;"],
            Difference(Agreed, Agreed.Replace("int B", "int C", StringComparison.Ordinal)));
    }

    private static void Compare(Assembly assembly)
    {
        var path = Path.Combine(Repository.Root, "tests/Perennial.Tests/PublicApi", assembly.GetName().Name + ".txt");
        var now = assembly.GeneratePublicApi(Everything) + '\n';
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") is "1")
        {
            File.WriteAllText(path, now);
        }

        var agreed = File.Exists(path) ? File.ReadAllText(path) : "";
        var difference = Difference(agreed, now);
        Assert.True(
            agreed == now,
            $"The public surface of {assembly.GetName().Name} changed:\n{string.Join('\n', difference)}\n"
            + "If that is meant: UPDATE_PUBLIC_API=1 ./build test --filter PublicApiTests, and commit the text file.");
    }

    private static List<string> Difference(string agreed, string now)
    {
        var (before, after) = (Qualified(agreed).ToList(), Qualified(now).ToList());
        return [.. before.Except(after).Select(static line => "- " + line), .. after.Except(before).Select(static line => "+ " + line)];
    }

    /// <summary>Each line with those that it stands in before it: <c>Dispose()</c> alone says nothing.</summary>
    private static IEnumerable<string> Qualified(string api)
    {
        var around = new Stack<(int Indent, string Text)>();
        foreach (var line in api.Split('\n').Where(static line => line.Trim() is not ("" or "{" or "}")))
        {
            var text = line.TrimStart();
            var indent = line.Length - text.Length;
            while (around.TryPeek(out var last) && last.Indent >= indent)
            {
                around.Pop();
            }

            around.Push((indent, text));
            yield return string.Join(" / ", around.Reverse().Select(static outer => outer.Text));
        }
    }
}
