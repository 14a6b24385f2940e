using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Pages;
using Perennial.Pages.Rendering;

namespace Perennial;

internal static class PerennialRun
{
    public static async Task<int> RunAsync(WebApplication app)
    {
        // Asked now: in the end the app may be disposed of. A test host wants the exception, and has no use for an exit code.
        var isTheProgram = UnhandledErrorReporter.IsAppProcess(app.Environment.ApplicationName);
        var stopping = app.Lifetime.ApplicationStopping;
        var isStarting = false;
        try
        {
            var invocation = app.Services.GetService<Invocation>()
                ?? throw new PerennialException("PER1003", "RunPerennialAsync needs its services. Call builder.AddPerennial(…) before Build.");
            invocation.IsRunByUs = true;
            Check(app);
            if (!invocation.RendersAndExits)
            {
                isStarting = true;
                await app.RunAsync();
                return 0;
            }

            await using (app)
            {
                await BuildVerb.RunAsync(app, Console.Out, !Console.IsOutputRedirected);
                return 0;
            }
        }
        catch (Exception error) when (stopping.IsCancellationRequested && IsOutOfTime(error))
        {
            // Stopped while it started; or a hosted service of the app was told that its time to stop was over.
            return 0;
        }
        catch (Exception error) when (isTheProgram)
        {
            // What goes wrong while it starts, the host has logged with all it knows.
            ErrorReport.Write(error, Console.Error, isLogged: isStarting);
            return 1;
        }
    }

    private static bool IsOutOfTime(Exception error) =>
        error is OperationCanceledException
        || (error is AggregateException all && all.Flatten().InnerExceptions.All(static inner => inner is OperationCanceledException));

    // All that can be known before anything starts. What the host finds, it logs with a stack trace.
    private static void Check(WebApplication app)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();
        app.Services.GetRequiredService<VerbCheck>().Run();
        var marks = PipelineMarks.Of(((IApplicationBuilder)app).Properties) ?? throw Pipeline.Missing();
        app.Services.GetRequiredService<StartCheck>().Run(
            [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(static source => source.Endpoints)], marks);
    }
}
