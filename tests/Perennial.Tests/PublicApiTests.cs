using System.Reflection;
using Perennial.OpenTelemetry;
using Perennial.Imaging;
using Perennial.Testing.Conformance;
using Perennial.Tests.House;

namespace Perennial.Tests;

public sealed class PublicApiTests
{
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
    public void A_changed_line_is_shown_as_one_removed_and_one_added() =>
        Assert.Equal(["- class A / int B", "+ class A / int C"], Difference("class A\n    int B\n", "class A\n    int C\n"));

    [Fact]
    public void The_printer_tells_nullable_from_not()
    {
        var api = PublicApiPrinter.Print(typeof(PerennialOptions).Assembly);

        Assert.Contains("    string? SiteUrl { get; set; }\n", api, StringComparison.Ordinal);
        Assert.Contains("    string Directory { get; set; }\n", api, StringComparison.Ordinal);
    }

    private static void Compare(Assembly assembly)
    {
        var path = Path.Combine(Repository.Root, "tests/Perennial.Tests/PublicApi", assembly.GetName().Name + ".txt");
        var now = PublicApiPrinter.Print(assembly);
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

    /// <summary>Each member with its type before it: ".ctor()" alone says nothing.</summary>
    private static IEnumerable<string> Qualified(string api)
    {
        var type = "";
        foreach (var line in api.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line;
            yield return line.StartsWith(' ') ? $"{type} / {line.Trim()}" : line;
        }
    }
}
