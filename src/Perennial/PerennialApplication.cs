using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Hosting;

namespace Perennial;

/// <summary>The front door of an app.</summary>
public static class PerennialApplication
{
    /// <summary>
    /// Reads the <c>.env</c> files of the content root (<see cref="DotEnv.Load"/>), and then is as
    /// <see cref="WebApplication.CreateBuilder(string[])"/>, with the environment that the verb runs in: Production for
    /// <c>build</c> and <c>start</c> unless <c>--environment</c> is given; under a test host the files are those of the mode
    /// <c>test</c>. The content root of published output is its own
    /// folder, wherever it is started. Listens on <c>http://localhost:3000</c>, or on
    /// the port in <c>PORT</c>, unless the configuration names something else. Asked for <c>help</c> (<c>--help</c>,
    /// <c>-h</c>), it prints the verbs and ends the process.
    /// </summary>
    /// <exception cref="PerennialException">PER1015: PORT is no port.</exception>
    /// <exception cref="DotEnvException">PER1040 to PER1045: a <c>.env</c> file that cannot be used.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        args = Verbs.Normalize(args);
        var verb = Verbs.Of(args);
        var given = new ConfigurationBuilder().AddCommandLine(args).Build();
        var application = given["applicationName"] ?? Assembly.GetEntryAssembly()?.GetName().Name;
        UnhandledErrorReporter.Attach(application);
        Help.PrintIfRequested(args, application);

        // launchSettings.json says Development by an environment variable, and means F5.
        var environment = verb is Verb.None || given["environment"] is not null ? null : Environments.Production;
        var contentRoot = ContentRoot.Of(given, verb is not Verb.None, Directory.GetCurrentDirectory(), AppContext.BaseDirectory, application);

        // Before the builder: it reads the process' environment once, when it is made.
        DotEnv.Load(
            contentRoot ?? ContentRoot.Named(given) ?? Directory.GetCurrentDirectory(),
            TestHost.DotEnvMode(given[TestHost.ModeKey], environment ?? given["environment"] ?? NamedByProcess(), TestHost.IsHere));
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, EnvironmentName = environment, ContentRootPath = contentRoot });
        DotEnvConfiguration.MarkLoaded(builder);
        if (DefaultUrls.Default(builder.Configuration) is { } url)
        {
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("urls", url)] });
        }

        return builder;
    }

    // In the order of WebApplication.
    private static string? NamedByProcess() =>
        Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT");
}
