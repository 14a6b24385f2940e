using System.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Perennial.EndToEnd.InFront;

/// <summary>The runtime that these tests ran on is one that may face the public.</summary>
public sealed class RuntimeTests
{
    public static TheoryData<string, string> Advisories => [.. File.ReadLines(Path.Join(AppContext.BaseDirectory, "runtime-advisories.txt"))
        .Where(static line => line.StartsWith("CVE-", StringComparison.Ordinal))
        .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(static words => (words[0], words[1]))];

    [Theory, MemberData(nameof(Advisories))]
    [Trait("Proves", "S-85"), Trait("Proves", "S-88")]
    public void The_runtime_is_past_the_advisory(string advisory, string first)
    {
        var version = typeof(KestrelServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', '-')[0];

        Assert.True(Version.Parse(version) >= Version.Parse(first), $"{advisory} needs {first}; this is {version}. Update the SDK.");
    }
}
