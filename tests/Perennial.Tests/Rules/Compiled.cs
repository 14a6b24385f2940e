using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perennial.Rules;

namespace Perennial.Tests.Rules;

/// <summary>Compiles rules as an app does.</summary>
internal static class Compiled
{
    public static ParameterPolicyFactory Policies { get; } =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider().GetRequiredService<ParameterPolicyFactory>();

    public static SourceTemplate Source(string source) => new SourceParser(Policies).Parse(source, basePath: "");

    public static IReadOnlyList<string> Errors(Action<RuleOptions> rules)
    {
        var options = new RuleOptions();
        rules(options);
        return [.. RuleOptionsValidator.Validate(options, new(Policies))];
    }

    public static RuleTable Table(Action<RuleOptions> rules)
    {
        var options = new RuleOptions();
        rules(options);
        var table = new RuleCompiler(Policies).Compile(options, out var errors);
        Assert.Empty(errors);
        return table;
    }

    /// <summary>What the configuration alone brings, and what is wrong with it.</summary>
    public static (RuleOptions Options, IReadOnlyList<string> Errors) Bound(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create("Perennial:Rules:" + setting.Key, (string?)setting.Value)))
            .Build();
        var options = new RuleOptions();
        configuration.GetSection("Perennial:Rules").Bind(options);
        return (options, [.. RuleOptionsValidator.Validate(options, new(Policies))]);
    }
}
