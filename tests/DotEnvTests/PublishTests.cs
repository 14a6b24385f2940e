using System.Diagnostics;

namespace Perennial.DotEnvTests;

public sealed class PublishTests
{
    [Fact]
    public async Task Local_files_are_not_published_even_when_the_project_copies_them()
    {
        using var folder = new TemporaryFolder()
            .With(".env", "A=1").With(".env.production", "A=2").With(".env.local", "A=3").With(".env.production.local", "A=4")
            .With("Program.cs", "return;")
            .With("Shop.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <Import Project="{NextEnv.Root}/src/Perennial/build/Perennial.props" />
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
                  <ItemGroup><None Include=".env*" CopyToPublishDirectory="Always" CopyToOutputDirectory="Always" /></ItemGroup>
                </Project>
                """);
        using var dotnet = Process.Start(new ProcessStartInfo("dotnet", ["publish", "-o", "out", "-v", "quiet", "-nodeReuse:false"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var told = await dotnet.StandardOutput.ReadToEndAsync();
        await dotnet.WaitForExitAsync();

        Assert.True(dotnet.ExitCode is 0, told);
        Assert.Equal(
            [".env", ".env.production"],
            Directory.GetFiles(folder.At("out"), ".env*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
