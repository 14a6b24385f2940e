using Microsoft.AspNetCore.Builder;

namespace Perennial.Pages;

/// <summary>Declares pages where they are mapped. The same as the attributes, for lambdas and groups.</summary>
public static class PageEndpointConventionBuilderExtensions
{
    /// <summary>Kept until a tag is invalidated: <see cref="PrerenderAttribute"/>.</summary>
    public static TBuilder Prerender<TBuilder>(this TBuilder builder, string[]? tags = null, string[]? query = null, bool? contentIsInImage = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new PrerenderAttribute { Tags = tags ?? [], Query = query ?? [], ContentIsInImageOrDefault = contentIsInImage });

    /// <summary>Kept, and regrown by visits after <paramref name="seconds"/>: <see cref="RevalidateAttribute"/>.</summary>
    public static TBuilder Revalidate<TBuilder>(
        this TBuilder builder, int seconds, string[]? tags = null, string[]? query = null, bool? contentIsInImage = null)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new RevalidateAttribute(seconds) { Tags = tags ?? [], Query = query ?? [], ContentIsInImageOrDefault = contentIsInImage });

    /// <summary>Never kept: <see cref="DynamicPageAttribute"/>.</summary>
    public static TBuilder DynamicPage<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new DynamicPageAttribute());

    /// <summary>Names the provider of this page's paths: <see cref="StaticPathsAttribute{TProvider}"/>.</summary>
    public static TBuilder WithStaticPaths<TBuilder, TProvider>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
        where TProvider : class, IStaticPathsProvider => builder.WithMetadata(new StaticPathsAttribute<TProvider>());
}
