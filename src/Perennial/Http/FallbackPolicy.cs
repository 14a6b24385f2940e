using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.Http;

/// <summary>Whether the app asks for authorization wherever an endpoint says nothing.</summary>
internal static class FallbackPolicy
{
    public static async ValueTask<bool> IsSetAsync(IServiceProvider services) =>
        services.GetService<IAuthorizationPolicyProvider>() is { } policies && await policies.GetFallbackPolicyAsync() is not null;
}
