using Microsoft.AspNetCore.Builder;

namespace Perennial.Pages;

/// <summary>Declares pages where they are mapped. The same as the attributes, in the same words.</summary>
public static class PageEndpointConventionBuilderExtensions
{
    /// <summary>Kept until a tag is invalidated: <see cref="PrerenderAttribute"/>.</summary>
    /// <param name="builder">What is mapped.</param>
    /// <param name="tags"><see cref="KeptPageAttribute.Tags"/></param>
    /// <param name="query"><see cref="KeptPageAttribute.Query"/></param>
    /// <param name="unlisted"><see cref="KeptPageAttribute.Unlisted"/></param>
    /// <param name="expireSeconds"><see cref="KeptPageAttribute.ExpireSeconds"/></param>
    /// <param name="notFoundSeconds"><see cref="KeptPageAttribute.NotFoundSeconds"/></param>
    /// <param name="redirectSeconds"><see cref="KeptPageAttribute.RedirectSeconds"/></param>
    /// <param name="contentIsInImage"><see cref="KeptPageAttribute.ContentIsInImage"/></param>
    public static TBuilder Prerender<TBuilder>(
        this TBuilder builder,
        string[]? tags = null,
        string[]? query = null,
        UnlistedPaths unlisted = UnlistedPaths.Render,
        int expireSeconds = 0,
        int notFoundSeconds = 0,
        int redirectSeconds = 0,
        bool? contentIsInImage = null)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Declared(
            new PrerenderAttribute(), tags, query, unlisted, expireSeconds, notFoundSeconds, redirectSeconds, contentIsInImage));

    /// <summary>Kept, and regrown by visits after <paramref name="seconds"/>: <see cref="RevalidateAttribute"/>.</summary>
    /// <param name="builder">What is mapped.</param>
    /// <param name="seconds">Seconds for which the page is fresh, 1 or more.</param>
    /// <param name="tags"><see cref="KeptPageAttribute.Tags"/></param>
    /// <param name="query"><see cref="KeptPageAttribute.Query"/></param>
    /// <param name="unlisted"><see cref="KeptPageAttribute.Unlisted"/></param>
    /// <param name="expireSeconds"><see cref="KeptPageAttribute.ExpireSeconds"/></param>
    /// <param name="notFoundSeconds"><see cref="KeptPageAttribute.NotFoundSeconds"/></param>
    /// <param name="redirectSeconds"><see cref="KeptPageAttribute.RedirectSeconds"/></param>
    /// <param name="contentIsInImage"><see cref="KeptPageAttribute.ContentIsInImage"/></param>
    public static TBuilder Revalidate<TBuilder>(
        this TBuilder builder,
        int seconds,
        string[]? tags = null,
        string[]? query = null,
        UnlistedPaths unlisted = UnlistedPaths.Render,
        int expireSeconds = 0,
        int notFoundSeconds = 0,
        int redirectSeconds = 0,
        bool? contentIsInImage = null)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(Declared(
            new RevalidateAttribute(seconds), tags, query, unlisted, expireSeconds, notFoundSeconds, redirectSeconds, contentIsInImage));

    /// <summary>Never kept: <see cref="DynamicPageAttribute"/>.</summary>
    public static TBuilder DynamicPage<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new DynamicPageAttribute());

    // C# infers all type arguments of a call or none, in an extension block too, so a generic builder would have to be named
    // beside the provider. A route handler is the one builder that has calls of its own (Produces, Accepts).

    /// <summary>Names the provider of this page's paths: <see cref="StaticPathsAttribute{TProvider}"/>.</summary>
    public static RouteHandlerBuilder WithStaticPaths<TProvider>(this RouteHandlerBuilder builder)
        where TProvider : class, IStaticPathsProvider => builder.WithMetadata(new StaticPathsAttribute<TProvider>());

    /// <summary>Names the provider of this page's paths: <see cref="StaticPathsAttribute{TProvider}"/>.</summary>
    public static IEndpointConventionBuilder WithStaticPaths<TProvider>(this IEndpointConventionBuilder builder)
        where TProvider : class, IStaticPathsProvider => builder.WithMetadata(new StaticPathsAttribute<TProvider>());

    private static KeptPageAttribute Declared(
        KeptPageAttribute page,
        string[]? tags,
        string[]? query,
        UnlistedPaths unlisted,
        int expireSeconds,
        int notFoundSeconds,
        int redirectSeconds,
        bool? contentIsInImage)
    {
        (page.Tags, page.Query, page.Unlisted) = (tags ?? [], query ?? [], unlisted);
        (page.ExpireSeconds, page.NotFoundSeconds, page.RedirectSeconds) = (expireSeconds, notFoundSeconds, redirectSeconds);
        page.ContentIsInImageOrDefault = contentIsInImage;
        return page;
    }
}
