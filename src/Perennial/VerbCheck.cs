using Microsoft.Extensions.Hosting;
using Perennial.Deployment;

namespace Perennial;

internal sealed class VerbCheck(Invocation invocation, IHostEnvironment environment, BuildOutput build)
{
    public void Run()
    {
        var word = invocation.Verb.Word();
        switch (invocation.Verb)
        {
            case Verb.None when invocation.Misspelt is { } misspelt:
                throw new PerennialException("PER3004", $"'{misspelt}' is no verb. Did you mean '{Verbs.ClosestVerb(misspelt)}'?");
            case Verb.Export:
                throw new PerennialException("PER3002", "'export' is not there yet. Use 'build' and 'start'.");
            case Verb.Build or Verb.Start when environment.IsDevelopment():
                throw new PerennialException(
                    "PER3001",
                    $"'{word}' is for what visitors will see, and this app runs as {environment.EnvironmentName}. Type '{CommandLine(word)} --environment Production', "
                    + "or make the builder by PerennialApplication.CreateBuilder(args).");
            case var _ when invocation is { RendersAndExits: true, IsRunByUs: false }:
                throw new PerennialException(
                    "PER3003", $"'{word}' was asked for, and the app ends with Run. End it with: return await app.RunPerennialAsync();");
            case Verb.Start when build.Problem is { } problem:
                throw problem;
            case Verb.Start when build.Manifest is null:
                throw new PerennialException("PER3010", $"No build in '{build.Folder}'. Run '{CommandLine("build")}' first.");
        }
    }

    private static string CommandLine(string verb) => Verbs.Program + " " + verb;
}
