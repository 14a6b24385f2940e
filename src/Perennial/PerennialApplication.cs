using Microsoft.AspNetCore.Builder;

namespace Perennial;

/// <summary>The front door of an app.</summary>
public static class PerennialApplication
{
    /// <summary>
    /// As <see cref="WebApplication.CreateBuilder(string[])"/>, with the environment that the verb runs in: Production for
    /// <c>build</c> and <c>start</c> unless <c>--environment</c> is given.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) => WebApplication.CreateBuilder(args);
}
