using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Twin.Http;

/// <summary>Leaves a body alone that is known to be short: its compressed form is hardly smaller, or larger.</summary>
internal sealed class SmallBodyAwareCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
    : ResponseCompressionProvider(services, options)
{
    // Below this a response fits into one packet anyhow.
    private const int Smallest = 1024;

    public override bool ShouldCompressResponse(HttpContext context) =>
        context.Response.ContentLength is not < Smallest && base.ShouldCompressResponse(context);
}

internal static class CompressionServices
{
    public static void AddSmallBodyAwareCompression(this IServiceCollection services)
    {
        services.AddResponseCompression();
        services.Replace(ServiceDescriptor.Singleton<IResponseCompressionProvider, SmallBodyAwareCompression>());
    }
}
