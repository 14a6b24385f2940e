using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Pages.Rendering;

/// <summary>
/// Finds what the framework itself would register. It does so only where nobody else has, so whoever stands in front of an
/// implementation has to find it elsewhere: in a collection of its own.
/// </summary>
internal static class FrameworkTypes
{
    public static Type ImplementationOf(Type service, Action<IServiceCollection> add) =>
        Scratch(add).Last(item => item.ServiceType == service).ImplementationType!;

    public static Type? Concrete(Type contract, Action<IServiceCollection> add) =>
        Scratch(add).LastOrDefault(item => item.ServiceType.IsClass && contract.IsAssignableFrom(item.ServiceType))?.ServiceType;

    private static ServiceCollection Scratch(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services;
    }
}
