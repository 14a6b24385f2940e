using Perennial.After;
using Perennial.Caching;
using Perennial.Deployment;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Images;
using Perennial.Pages;
using Perennial.Rules;
using Perennial.Rules.Forwarding;

namespace Perennial;

/// <summary>
/// All settings, bound from the configuration section <c>Perennial</c> and then changed by code. Validated at start, all
/// errors at once.
/// </summary>
public sealed class PerennialOptions
{
    /// <summary>
    /// The site's own origin, for example <c>https://example.com</c>: pages are rendered without a visitor, so it cannot
    /// come from a request. Required in Production.
    /// </summary>
    /// <value>null</value>
    public string? SiteUrl { get; set; }

    /// <summary>Further origins that this app answers, each with entries of its own. A request for another host counts as <see cref="SiteUrl"/>. Where they are not known at start: <see cref="PerennialBuilder.AddHostPolicy{TPolicy}"/>.</summary>
    /// <value>none</value>
    public IList<string> OtherSiteUrls { get; } = [];

    /// <summary>Redirects, rewrites, response headers, the base path and how paths end.</summary>
    public RuleOptions Rules { get; } = new();

    /// <summary>How pages are found and rendered.</summary>
    public PageOptions Pages { get; } = new();

    /// <summary>Where entries are kept, and how much of them.</summary>
    public CacheOptions Cache { get; } = new();

    /// <summary>What goes over the wire.</summary>
    public HttpOptions Http { get; } = new();

    /// <summary>Work after responses.</summary>
    public AfterOptions After { get; } = new();

    /// <summary>How the process ends.</summary>
    public ShutdownOptions Shutdown { get; } = new();

    /// <summary>How requests are passed on to another server.</summary>
    public ForwardingOptions Forwarding { get; } = new();

    /// <summary>The identity of a build.</summary>
    public DeploymentOptions Deployment { get; } = new();

    /// <summary>Which pictures are touched.</summary>
    public ImageOptions Images { get; } = new();

    /// <summary>Previews of what is not published.</summary>
    public DraftOptions Drafts { get; } = new();
}
