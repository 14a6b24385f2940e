namespace Perennial.DotEnvTests;

/// <summary>A folder of its own, gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("perennial-env-").FullName;

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public TemporaryFolder With(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
