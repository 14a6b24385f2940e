using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Perennial.Telemetry;

/// <summary>The app's instrumentations, once they are registered. Made no sooner: <c>build</c> must not even construct them.</summary>
internal sealed class Instrumentations(IServiceProvider services, ILogger<Instrumentations> logger)
{
    private volatile IInstrumentation[] _registered = [];

    public IReadOnlyList<IInstrumentation> Registered => _registered;

    /// <summary>Registers one after the other, so that each finds what those before it have set up.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        foreach (var instrumentation in Make())
        {
            try
            {
                await instrumentation.RegisterAsync(cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                throw Failed($"{instrumentation.GetType().Name}.RegisterAsync failed", error);
            }

            Log.Registered(logger, instrumentation.GetType().Name);
            _registered = [.. _registered, instrumentation];
        }
    }

    private IEnumerable<IInstrumentation> Make()
    {
        try
        {
            return services.GetServices<IInstrumentation>();
        }
#pragma warning disable CA1031 // An app's constructor, whatever it throws.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw Failed("An instrumentation could not be made", error);
        }
    }

    private static PerennialException Failed(string what, Exception error) => new(
        "PER1290", $"{what}, so the server does not start: {error.Message} Catch there what the site can do without.", error);
}
