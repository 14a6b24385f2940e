using Microsoft.Extensions.DependencyInjection;

namespace Perennial;

/// <summary>Adds the optional parts to an app. The only file that knows every room's services.</summary>
public sealed class PerennialBuilder
{
    internal PerennialBuilder(IServiceCollection services) => Services = services;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services { get; }

    internal void AddRooms()
    {
    }
}
