namespace Perennial.Tests.House;

/// <summary>Who may look at whom. The framework is one assembly, so the compiler cannot hold this table.</summary>
internal static class RoomTable
{
    private const string Root = "Perennial";

    /// <summary>The one type of the root that every room may use: errors carry a code everywhere.</summary>
    private const string SharedByAll = nameof(PerennialException);

    /// <summary>Of the package Perennial.DotEnv, which has our root's name space and depends on nothing.</summary>
    private const string OfDotEnv = "PublicVariables";

    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Http"] = [],
        ["Caching"] = [],
        ["Rules"] = ["Http"],
        ["Deployment"] = ["Http"],
        ["Drafts"] = ["Http"],
        ["After"] = ["Http"],
        ["Telemetry"] = ["Http", "Caching"],
        ["Client"] = ["Http", "Deployment"],
        ["Answers"] = ["Http", "Caching"],
        ["Images"] = ["Http", "Caching", "Answers", "Deployment", "Telemetry"],
        ["Pages"] = ["Http", "Caching", "Drafts", "Deployment", "After", "Telemetry", "Answers"],
        ["Prerendering"] = ["Pages", "Caching", "Client", "Deployment", "Http"],
    };

    /// <summary>The rule that a use breaks, or null.</summary>
    public static string? Judge(Use use)
    {
        if (Room(use.FromNamespace) is not { } from)
        {
            return IsOurs(use.FromNamespace) ? null : $"{use.FromMember} stands outside Perennial: namespace = folder.";
        }

        if (!May.TryGetValue(from, out var allowed))
        {
            return $"{use.FromMember}: '{from}' is no room. Rooms are {string.Join(", ", May.Keys)}; a new one needs a line in "
                + "RoomTable and in the plan of docs/tour.md.";
        }

        return Broken(use, from, allowed);
    }

    private static string? Broken(Use use, string from, string[] allowed)
    {
        var whom = allowed is [] ? "nothing of ours" : string.Join(", ", allowed);
        if (from is "Caching" && use.ToNamespace.StartsWith("Microsoft.AspNetCore.Http", StringComparison.Ordinal))
        {
            return $"{use.FromMember} uses {use.ToNamespace}.{use.ToType}: Caching knows no HttpContext.";
        }

        if (use.ToNamespace == Root && use.ToType is not (SharedByAll or OfDotEnv))
        {
            return $"{use.FromMember} uses {Root}.{use.ToType}: of the root files a room may use {SharedByAll} only.";
        }

        return Room(use.ToNamespace) is { } to && to != from && !allowed.Contains(to)
            ? $"{use.FromMember} uses {use.ToNamespace}.{use.ToType}: {from} may use {whom}."
            : null;
    }

    private static bool IsOurs(string space) =>
        space == Root || space.StartsWith(Root + ".", StringComparison.Ordinal);

    private static string? Room(string space) =>
        space.StartsWith(Root + ".", StringComparison.Ordinal) ? space.Split('.')[1] : null;
}
