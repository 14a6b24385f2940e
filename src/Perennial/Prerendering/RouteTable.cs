using System.Globalization;
using Perennial.Pages;

namespace Perennial.Prerendering;

internal static class RouteTable
{
    private const int PathsShown = 3;

    /// <summary>A render that takes longer is worth a look.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(300);

    private static readonly (PageSymbol Symbol, char Sign, string Name, string Meaning)[] Legend =
    [
        (PageSymbol.Static, '○', "Static", "rendered by the build, kept until invalidated"),
        (PageSymbol.StaticPaths, '●', "Static paths", "the same, for each path that its provider lists"),
        (PageSymbol.Incremental, '↻', "Incremental", "rendered by the build, renewed behind visits"),
        (PageSymbol.Dynamic, 'ƒ', "Dynamic", "rendered for each request"),
    ];

    public static IEnumerable<string> Lines(BuildReport report) =>
    [
        .. Table(report.Routes), .. Symbols(report.Routes), .. Totals(report), .. Unlisted(report.Routes), .. Unanswered(report.Unanswered),
        .. WhyDynamic(report.Routes), .. DroppedHeaders(report), .. Unwatched(report), .. Warnings(report),
    ];

    private static IEnumerable<string> Table(IReadOnlyList<RouteResult> routes)
    {
        var rows = routes.SelectMany((route, i) => Rows(route, Branch(i, routes.Count), i == routes.Count - 1)).Prepend(Row.Head).ToList();
        var widths = Enumerable.Range(0, Row.Columns).Select(i => rows.Max(row => row[i].Length)).ToArray();
        return rows.Select(row => row.Format(widths));
    }

    private static IEnumerable<Row> Rows(RouteResult route, char branch, bool isLast)
    {
        var single = route.Page.Policy.StaticPaths is null && route.Paths is [var only] && IsWholeRoute(only) ? only : null;
        yield return new Row(
            $"{branch} {Sign(route.Symbol)} {PageNames.Route(route.Page)}{(single is null ? "" : Duration(single))}",
            route.IsDynamic ? "" : DisplayText.Lifetime(single?.Lifetime.Revalidate ?? route.Page.Policy.Lifetime.Revalidate),
            route.IsDynamic ? "" : DisplayText.Lifetime(single?.Lifetime.Expire ?? route.Page.Policy.Lifetime.Expire),
            single is null || route.IsDynamic ? "" : Size(single),
            single is null || route.IsDynamic ? "" : Brotli(single));
        if (single is not null || route.IsDynamic)
        {
            yield break;
        }

        // The slowest first: they are what somebody can do something about.
        var stem = isLast ? ' ' : '│';
        var shown = route.Paths.Where(static path => path.Entry is not null)
            .OrderByDescending(static path => path.Elapsed > Slow ? path.Elapsed : TimeSpan.Zero).ToList();
        var more = shown.Count > PathsShown + 1 ? shown.Count - PathsShown : 0;
        var hasSites = route.Paths.Select(static path => path.Address.Site).Distinct().Count() > 1;
        for (var i = 0; i < shown.Count - more; i++)
        {
            var path = shown[i];
            yield return new Row(
                $"{stem} {(i == shown.Count - 1 ? '└' : '├')} {DisplayText.Address(path.Address, hasSites)}{Duration(path)}", "", "", Size(path), Brotli(path));
        }

        if (more > 0)
        {
            yield return new Row($"{stem} └ [+{more} more paths]", "", "", "", "");
        }
    }

    // "/" is not what "/Home/Index/{id?}" says.
    private static bool IsWholeRoute(PathResult path) =>
        path.Address.Page is { Endpoint.RoutePattern.Parameters.Count: 0 } || path.Address.Path == PageNames.Route(path.Address.Page);

    private static IEnumerable<string> Symbols(IReadOnlyList<RouteResult> routes)
    {
        var used = Legend.Where(entry => routes.Any(route => route.Symbol == entry.Symbol)).ToList();
        var width = used.Select(static entry => entry.Name.Length).DefaultIfEmpty().Max() + 2;
        return used.Select(entry => $"{entry.Sign}  {$"({entry.Name})".PadRight(width)}  {entry.Meaning}").Prepend("");
    }

    private static IEnumerable<string> Totals(BuildReport report)
    {
        var built = report.Paths.Where(static path => path.Entry is not null).ToList();
        yield return "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(report.Routes.Count, "route")}, {Count(built.Count, "path")}, {DisplayText.Size(built.Sum(static path => path.Size))} "
            + $"({DisplayText.Size(built.Sum(static path => path.Brotli ?? path.Size))} in brotli), written to {report.Folder}");
    }

    private static IEnumerable<string> Unlisted(IReadOnlyList<RouteResult> routes)
    {
        var kept = routes.Where(static route => !route.IsDynamic && route.Page is { Rewrite: null, Policy.StaticPaths: null }).ToList();
        return
        [
            .. Listed(
                "Rendered by their first visit, since nothing lists their paths ([StaticPaths<T>]):",
                kept.Where(static route => route.NeedsValues).Select(static route => PageNames.Describe(route.Page))),
            .. Listed(
                "Built without values for their parameters; with other values they are rendered by their first visit, since nothing lists them ([StaticPaths<T>]):",
                kept.Where(static route => !route.NeedsValues)
                    .Select(static route => (route.Page, Open: string.Join(", ", ImpliedPath.Open(route.Page))))
                    .Where(static route => route.Open.Length > 0)
                    .Select(static route => $"{PageNames.Describe(route.Page)}: {route.Open}")),
            .. Listed(
                "Built without a query; their declared query values are rendered by their first visit, since nothing lists them ([StaticPaths<T>]):",
                kept.Where(static route => route is { NeedsValues: false, Page.Policy.Query.Count: > 0 })
                    .Select(static route => $"{PageNames.Describe(route.Page)}: {string.Join(", ", route.Page.Policy.Query)}")),
        ];
    }

    private static IEnumerable<string> Unanswered(IReadOnlyList<PageAddress> addresses)
    {
        var more = addresses.Count > PathsShown + 1 ? addresses.Count - PathsShown : 0;
        return Listed(
            "Something in front of these pages (a gate, a redirect) answered the build, so it does not know as what visitors are looked up; built for one without a language:",
            [.. addresses.Take(addresses.Count - more).Select(static address => PageNames.Describe(address)), .. more > 0 ? [$"[+{more} more paths]"] : Array.Empty<string>()]);
    }

    private static IEnumerable<string> Unwatched(BuildReport report)
    {
        var count = report.Origin.Position is not null ? 0
            : report.Routes.Where(static route => !route.Page.ContentIsInImage).SelectMany(static route => route.Paths).Count(static path => path.Entry is not null);
        return count == 0 ? [] :
        [
            "",
            $"No ledger could be reached, so {Count(count, "page")} will count as stale after a start until a visit has made them anew. "
            + "--require-ledger fails instead; Pages:ContentIsInImage spares it.",
        ];
    }

    private static IEnumerable<string> DroppedHeaders(BuildReport report) => Listed(
        "Headers that are not kept with the pages that set them (name them in Perennial:Http:ReplayHeaders to keep them):",
        report.DroppedHeaders.Select(static left =>
            $"{left.Header}: {left.Routes[0]}{(left.Routes.Count == 1 ? "" : $" and {Count(left.Routes.Count - 1, "more route")}")}"));

    // One component in a layout, or one render mode, makes many pages dynamic: it is told of once.
    private static IEnumerable<string> WhyDynamic(IReadOnlyList<RouteResult> routes) => Listed(
        "Dynamic, although nothing declares it:",
        routes.Where(static route => route.DynamicBecause is not null)
            .GroupBy(static route => route.DynamicBecause!, StringComparer.Ordinal)
            .Select(static group => $"{Pages([.. group])}: {group.Key}"));

    private static string Pages(IReadOnlyList<RouteResult> routes)
    {
        var names = routes.Take(PathsShown).Select(static route => PageNames.Route(route.Page));
        return routes.Count switch
        {
            1 => PageNames.Describe(routes[0].Page),
            <= PathsShown => $"{routes.Count} pages ({string.Join(", ", names)})",
            _ => $"{routes.Count} pages ({string.Join(", ", names)} and {routes.Count - PathsShown} more)",
        };
    }

    private static IEnumerable<string> Listed(string head, IEnumerable<string> lines)
    {
        var all = lines.Select(static line => "  " + line).ToList();
        return all.Count == 0 ? [] : ["", head, .. all];
    }

    private static IEnumerable<string> Warnings(BuildReport report) =>
        Listed("Warnings:", report.Paths.Select(static path => path.Warning).OfType<string>());

    private static string Count(int count, string word) => $"{count} {word}{(count == 1 ? "" : "s")}";

    private static char Branch(int index, int count) => (index, count - index) switch
    {
        (_, 1) => '└',
        (0, _) => '┌',
        _ => '├',
    };

    private static char Sign(PageSymbol symbol) => Legend.First(entry => entry.Symbol == symbol).Sign;

    private static string Duration(PathResult path) => path.Elapsed > Slow ? $" ({DisplayText.Time(path.Elapsed)})" : "";

    private static string Size(PathResult path) => path.Entry is null ? "" : DisplayText.Size(path.Size);

    private static string Brotli(PathResult path) => path.Brotli is { } brotli && path.Entry is not null ? DisplayText.Size(brotli) : "";

    private sealed record Row(string Route, string Revalidate, string Expire, string Size, string Brotli)
    {
        public const int Columns = 5;

        public static Row Head { get; } = new("Route", "Revalidate", "Expire", "Size", "Brotli");

        public string this[int column] => column switch
        {
            0 => Route,
            1 => Revalidate,
            2 => Expire,
            3 => Size,
            _ => Brotli,
        };

        public string Format(int[] widths) =>
            (Route.PadRight(widths[0]) + string.Concat(Enumerable.Range(1, Columns - 1).Select(i => "  " + this[i].PadLeft(widths[i])))).TrimEnd();
    }
}

internal enum PageSymbol
{
    Static,
    StaticPaths,
    Incremental,
    Dynamic,
}
