using System.Runtime.CompilerServices;
using Perennial.Telemetry;

namespace Perennial.Examples.Instrumentation;

internal sealed class SideEffects : IInstrumentation
{
    public Task RegisterAsync(CancellationToken cancellationToken)
    {
        // What a static constructor does, it does now, and not when somebody happens to use the type.
        RuntimeHelpers.RunClassConstructor(typeof(PackageWithSideEffect).TypeHandle);
        return Task.CompletedTask;
    }
}
