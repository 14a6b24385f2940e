namespace Perennial.Testing.Conformance;

/// <summary>One promise and the code that tries it.</summary>
/// <param name="Name">The promise, as a sentence.</param>
/// <param name="RunAsync">Throws <see cref="ConformanceException"/> when it is not kept.</param>
public sealed record ConformanceCase(string Name, Func<CancellationToken, Task> RunAsync)
{
    /// <summary>The name, for test runners.</summary>
    public override string ToString() => Name;
}
