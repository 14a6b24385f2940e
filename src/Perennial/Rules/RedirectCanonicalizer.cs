using Microsoft.AspNetCore.Http;
using Perennial.Http;

namespace Perennial.Rules;

/// <summary>
/// Spells the destination of a redirect as the page there wants it (its slash at the end, the case of its literals), so that
/// it does not redirect once more.
/// </summary>
internal sealed class RedirectCanonicalizer(RuleTable table, PublicPaths paths, Sites sites, IRouteLookup routes, IRewriteLookup rewrites)
{
    public async ValueTask<string?> OfAsync(HttpContext context, CompiledRedirect rule, RuleValues? values)
    {
        if (rule.Destination.Path(values) is not { } path)
        {
            return null;
        }

        if (rule.Destination.Origin is not { } origin)
        {
            return rule.IsBelowBase ? await OfAsync(context, path) : await FromRootAsync(context, path);
        }

        if (sites.All.FirstOrDefault(site => site == new Uri(origin)) is not { } own)
        {
            return null;
        }

        // This site under another of its names, and perhaps with other pages.
        var host = context.Request.Host;
        context.Request.Host = Sites.HostOf(own);
        try
        {
            return await FromRootAsync(context, path);
        }
        finally
        {
            context.Request.Host = host;
        }
    }

    private async ValueTask<string?> FromRootAsync(HttpContext context, string path)
    {
        var basePath = paths.BasePath;
        if (RequestPath.Below(path, basePath) is not { } below)
        {
            // Below a base path that the app takes off pages answer, and outside of it as well.
            (basePath, below) = ("", path);
            if (table.BasePath.Length > 0)
            {
                return null;
            }
        }

        var spelled = await OfAsync(context, below);
        return spelled is "/" && basePath.Length > 0 ? basePath : spelled is null ? null : basePath + spelled;
    }

    public async ValueTask<string?> OfAsync(HttpContext context, string path)
    {
        if (!RequestMethod.IsRead(context.Request))
        {
            return null;
        }

        return await routes.CanonicalizeAsync(context, path)
            ?? (rewrites.Find(PathText.Canonical(path), QueryString.Empty, endpoint: null) is { External: null } note
                ? await routes.CanonicalizeAsync(context, note.Destination, published: path)
                : null);
    }
}
