using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Perennial.Deployment;
using Perennial.Deployment.Keys;
using Perennial.Drafts;
using Perennial.Http;
using Perennial.Images;
using Perennial.Rules;

namespace Perennial;

internal sealed class OptionsValidator(
    IHostEnvironment environment, RuleCompiler rules, IConfiguration configuration, Invocation invocation, IWebHostEnvironment? web = null)
    : IValidateOptions<PerennialOptions>
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, PerennialOptions options)
    {
        string[] errors =
        [
            .. SiteErrors(options),
            .. Timer("Cache:ReadTimeout", options.Cache.ReadTimeout),
            .. Timer("Cache:WriteTimeout", options.Cache.WriteTimeout),
            .. Lifetime("Pages:DefaultLifetime", options.Pages.DefaultLifetime),
            .. Timer("Pages:RenderTimeout", options.Pages.RenderTimeout),
            .. Timer("Forwarding:ConnectTimeout", options.Forwarding.ConnectTimeout),
            .. Timer("Forwarding:ResponseTimeout", options.Forwarding.ResponseTimeout),
            .. Timer("Forwarding:WebSocketTimeout", options.Forwarding.WebSocketTimeout),
            .. AtLeast("Forwarding:MaxConnections", options.Forwarding.MaxConnections, 1),
            .. AtLeast("Cache:MemoryLimit", options.Cache.MemoryLimit, 0),
            .. AtLeast("Cache:DiskLimit", options.Cache.DiskLimit, 0),
            .. AtLeast("Cache:DiskFileLimit", options.Cache.DiskFileLimit, 1),
            .. AtLeast("Cache:NotFoundLimit", options.Cache.NotFoundLimit, 0),
            .. AtLeast("Cache:LedgerTagLimit", options.Cache.LedgerTagLimit, 1),
            .. AtLeast("Pages:MaxConcurrentRenders", options.Pages.MaxConcurrentRenders, 1),
            .. AtLeast("Pages:MaxQueuedRenders", options.Pages.MaxQueuedRenders, 0),
            .. AtLeast("Pages:MaxBodySize", options.Pages.MaxBodySize, 1),
            .. AtLeast("Images:MaxSourceBytes", options.Images.MaxSourceBytes, 1),
            .. AtLeast("Images:MaxPixels", options.Images.MaxPixels, 1),
            .. AtLeast("Images:MaxSide", options.Images.MaxSide, 1),
            .. Timer("After:Timeout", options.After.Timeout),
            .. AtLeast("After:MaxConcurrent", options.After.MaxConcurrent, 1),
            .. AtLeast("After:MaxQueued", options.After.MaxQueued, 1),
            .. Timer("Shutdown:Timeout", options.Shutdown.Timeout),
            .. Drain(options.Shutdown),
            .. Folder("Cache:Directory", options.Cache.Directory),
            .. Folder("Deployment:BuildDirectory", options.Deployment.BuildDirectory),
            .. AtLeast("Images:MaxRedirects", options.Images.MaxRedirects, 0),
            .. AtLeast("Images:MemoryLimit", options.Images.MemoryLimit ?? 0, 0),
            .. AtLeast("Images:DiskLimit", options.Images.DiskLimit, 0),
            .. AtLeast("Images:DiskFileLimit", options.Images.DiskFileLimit, 1),
            .. AtLeast("Images:MaxConcurrentRenders", options.Images.MaxConcurrentRenders, 1),
            .. AtLeast("Images:MaxQueuedRenders", options.Images.MaxQueuedRenders, 0),
            .. Positive("Images:MinimumLifetime", options.Images.MinimumLifetime),
            .. Timer("Images:FetchTimeout", options.Images.FetchTimeout),
            .. Timer("Images:WaitTimeout", options.Images.WaitTimeout),
            .. ImageOptionsValidator.Validate(options.Images),
            .. NotServed("Cache:Directory", options.Cache.Directory),
            .. NotServed("Deployment:BuildDirectory", options.Deployment.BuildDirectory),
            .. Positive("Drafts:Lifetime", options.Drafts.Lifetime),
            .. KeyErrors(options.Drafts, options.Deployment),
            .. Folder("Deployment:AssetArchive:Directory", options.Deployment.AssetArchive.Directory),
            .. AtLeast("Deployment:AssetArchive:DeploymentLimit", options.Deployment.AssetArchive.DeploymentLimit, 1),
            .. AtLeast("Deployment:AssetArchive:SizeLimit", options.Deployment.AssetArchive.SizeLimit, 0),
            .. Positive("Deployment:AssetArchive:MaxAge", options.Deployment.AssetArchive.MaxAge),
            .. DeploymentOptionsValidator.Validate(options.Deployment),
            .. HttpOptionsValidator.Validate(options.Http, "Perennial:Http"),
            .. RuleOptionsValidator.Validate(options.Rules, rules),
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<string> SiteErrors(PerennialOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.SiteUrl))
        {
            if (environment.IsProduction())
            {
                yield return "PER1010 Perennial:SiteUrl is not set. Pages are rendered without a visitor, so the site's own origin "
                    + "must be known: options.SiteUrl = \"https://example.com\".";
            }
        }
        else if (SiteError("Perennial:SiteUrl", options.SiteUrl) is { } error)
        {
            yield return error;
        }

        for (var i = 0; i < options.OtherSiteUrls.Count; i++)
        {
            if (SiteError($"Perennial:OtherSiteUrls:{i}", options.OtherSiteUrls[i]) is { } error)
            {
                yield return error;
            }
        }
    }

    private static string? SiteError(string path, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0
            ? null
            : $"PER1011 {path} '{value}' is not an origin. Give scheme and host alone, for example 'https://example.com'.";

    private static IEnumerable<string> Positive(string path, TimeSpan value)
    {
        if (value <= TimeSpan.Zero)
        {
            yield return $"PER1012 Perennial:{path} '{value}' is not a length of time. Give more than zero, for example '00:00:05'.";
        }
    }

    // Timers cannot run for 60 days, which is what a setting of "60" (days, not seconds) would mean.
    private static IEnumerable<string> Timer(string path, TimeSpan value) => value <= LongestTimer ? Positive(path, value) :
    [
        $"PER1012 Perennial:{path} '{value}' is more than a day. A number alone means days; give '00:01:00' for a minute.",
    ];

    /// <summary>Sent and kept in whole seconds; longer than a year is "for ever".</summary>
    private static IEnumerable<string> Lifetime(string path, TimeSpan? value) =>
        value is not { } time || (time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromSeconds(Caching.Lifetime.YearSeconds) && time.Ticks % TimeSpan.TicksPerSecond == 0) ? [] :
        [
            $"PER1012 Perennial:{path} '{time}' is no lifetime. Give whole seconds, from '00:00:01' to '365.00:00:00', or leave it out: pages without a time of their own are kept for ever then.",
        ];

    private static IEnumerable<string> AtLeast(string path, long value, long least)
    {
        if (value < least)
        {
            yield return $"PER1013 Perennial:{path} is {value}; the least is {least}.";
        }
    }

    private static IEnumerable<string> Drain(ShutdownOptions options)
    {
        if (options.DrainDelay < TimeSpan.Zero || options.DrainDelay >= options.Timeout)
        {
            yield return $"PER1313 Perennial:Shutdown:DrainDelay '{options.DrainDelay}' leaves no time to stop in. "
                + $"Give less than Perennial:Shutdown:Timeout, which is '{options.Timeout}'.";
        }
    }

    private static IEnumerable<string> Folder(string path, string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Contains('\0', StringComparison.Ordinal))
        {
            yield return $"PER1014 Perennial:{path} is empty or no path. Give a folder that the app may write, for example '.perennial/cache'.";
        }
    }

    // The manifest holds the draft secret, and the cache holds unlisted pages: neither may be downloadable.
    private IEnumerable<string> NotServed(string path, string value)
    {
        if (web?.WebRootPath is { Length: > 0 } root && !value.Contains('\0', StringComparison.Ordinal)
            && Inside(root, Path.GetFullPath(value, AppContext.BaseDirectory)))
        {
            yield return $"PER1203 Perennial:{path} '{value}' lies in the web root '{root}', whose files anybody may ask for. Give a folder outside of it.";
        }
    }

    private static bool Inside(string root, string folder) =>
        Path.GetRelativePath(root, folder) is var way && !Path.IsPathRooted(way) && way.Split(Path.DirectorySeparatorChar)[0] is not "..";

    private IEnumerable<string> KeyErrors(DraftOptions drafts, DeploymentOptions deployment)
    {
        const string How = "Give all instances the same 16, 24 or 32 random bytes in base64: openssl rand -base64 32";
        if (EncryptionKeyText.In(configuration) is var (name, text))
        {
            if (EncryptionKeyText.Parse(text) is null)
            {
                // Never the value: it is a secret, and this goes to the log.
                yield return $"PER1200 {name} has {text.Length} characters that are no key, nor up to {EncryptionKeyText.Most} keys with commas between them. {How}";
            }

            yield break;
        }

        if (environment.IsDevelopment() || invocation.RendersAndExits)
        {
            yield break;
        }

        if (drafts.UseEncryptionKey)
        {
            yield return $"PER1200 Perennial:Drafts:UseEncryptionKey is on, and {EncryptionKeyText.Name} is not set. {How}";
        }

        if (deployment.UseEncryptionKeyForDataProtection)
        {
            yield return $"PER1200 Perennial:Deployment:UseEncryptionKeyForDataProtection is on, and {EncryptionKeyText.Name} is not set. {How}";
        }
    }
}
