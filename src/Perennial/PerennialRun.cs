using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Deployment;
using Perennial.Pages;

namespace Perennial;

/// <summary>Runs an app by its verb, and makes an exit code of what comes of it.</summary>
internal static class PerennialRun
{
    public static async Task<int> RunAsync(WebApplication app)
    {
        // Asked now: in the end the app may be disposed of. A test host wants the exception, and has no use for an exit code.
        var isTheProgram = Assembly.GetEntryAssembly()?.GetName().Name == app.Environment.ApplicationName;
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            var invocation = app.Services.GetService<Invocation>()
                ?? throw new PerennialException("PER1003", "RunPerennialAsync needs its services. Call builder.AddPerennial(…) before Build.");
            invocation.IsRunByUs = true;
            Check(app, invocation);
            if (invocation.Verb is Verb.Build)
            {
                await BuildVerb.RunAsync(app, Console.Out, !Console.IsOutputRedirected);
                await app.DisposeAsync();
            }
            else
            {
                await app.RunAsync();
            }

            return 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it started.
            return 0;
        }
        catch (Exception error) when (isTheProgram)
        {
            Failure.Write(error, Console.Error);
            return 1;
        }
    }

    /// <summary>All that can be known before anything starts. What the host finds, it logs with a stack trace.</summary>
    private static void Check(WebApplication app, Invocation invocation)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();
        VerbCheck.Run(invocation, app.Environment, app.Services.GetRequiredService<BuildOutput>());
        app.Services.GetRequiredService<StartCheck>().Run(
            [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints)],
            PipelineMarks.Of(((IApplicationBuilder)app).Properties));
    }
}
