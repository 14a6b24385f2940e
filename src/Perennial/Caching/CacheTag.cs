using System.Diagnostics.CodeAnalysis;

namespace Perennial.Caching;

/// <summary>
/// A name under which kept entries are invalidated together. Compared whole and case-sensitively; a tag may hold any
/// character, because it is never joined to another one.
/// </summary>
public readonly record struct CacheTag
{
    /// <summary>The longest value, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>The longest path or route, in UTF-16 code units.</summary>
    public const int MaxPathLength = 2048;

    /// <summary>The longest URL of a picture, in UTF-16 code units.</summary>
    private const int MaxImageLength = 3072;

    private CacheTag(CacheTagKind kind, string value) => (Kind, Value) = (kind, value);

    /// <summary>Every entry there is: pages, fetches and images.</summary>
    public static CacheTag All { get; } = new(CacheTagKind.All, "");

    /// <summary>The name space.</summary>
    public CacheTagKind Kind { get; }

    /// <summary>The name, without its name space.</summary>
    public string Value { get; }

    /// <summary>A tag of the app's own choice, 1 to 256 characters.</summary>
    /// <exception cref="PerennialException">PER2101: empty or too long.</exception>
    public static CacheTag User(string value) => new(CacheTagKind.User, Checked(value, MaxLength, "tag"));

    /// <summary>
    /// The page at <paramref name="path"/>, with a leading slash and below the site's base path. Every spelling of it that a
    /// browser may send (escapes, dot segments, repeated slashes) is the same tag; a query is left out.
    /// </summary>
    /// <exception cref="PerennialException">PER2101: too long; PER2102: not a path.</exception>
    public static CacheTag Path(string path) => new(CacheTagKind.Path, NormalizedPath.Of(CheckedPath(path, "path")));

    /// <summary>All pages made by a route pattern, such as <c>/blog/{slug}</c>. Parameter names and constraints count.</summary>
    /// <exception cref="PerennialException">PER2101: too long; PER2102: not a path.</exception>
    public static CacheTag Route(string pattern) => new(CacheTagKind.Route, CheckedPath(pattern, "route"));

    /// <summary>Every optimised size and format of one picture: its path in this app, or its URL, as <c>&lt;Image&gt;</c> is given it: <c>/x</c>, <c>~/x</c> and <c>x</c> are one.</summary>
    /// <exception cref="PerennialException">PER2101: empty.</exception>
    public static CacheTag Image(string src) => new(CacheTagKind.Image, NormalizedUrl.Of(Checked(src, MaxImageLength, "picture")));

    /// <summary>A tag of the app's own choice, see <see cref="User"/>.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "User is the named form.")]
    public static implicit operator CacheTag(string value) => User(value);

    /// <summary>The tag as logs and cache handlers show it: <c>posts</c>, <c>path:/blog/x</c>, <c>route:/blog/{slug}</c>, <c>all:</c>.</summary>
    public override string ToString() => Kind switch
    {
        CacheTagKind.User => Value,
        CacheTagKind.Path => "path:" + Value,
        CacheTagKind.Route => "route:" + Value,
        CacheTagKind.Image => "image:" + Value,
        _ => "all:",
    };

    /// <summary>Rebuilds a tag that was written by us: no checks, because a stored tag was checked when it was made.</summary>
    internal static CacheTag Restore(CacheTagKind kind, string value) => new(kind, value);

    internal static IEnumerable<CacheTag> Paths(string path, string name)
    {
        yield return new(CacheTagKind.Path, path);
        if (name != path)
        {
            yield return new(CacheTagKind.Path, name);
        }
    }

    /// <summary>
    /// The tags of a picture that is named as in a page: by its path below the base path (<c>/x</c>, <c>~/x</c>, <c>x</c>) or
    /// from the host's root. Who invalidates it need not know which of them its pages wrote.
    /// </summary>
    internal static IEnumerable<CacheTag> Pictures(string src, string basePath)
    {
        var path = src.StartsWith("~/", StringComparison.Ordinal) ? src[1..] : src[0] is '/' || src.Contains(':', StringComparison.Ordinal) ? src : "/" + src;
        if (path[0] is not '/' || basePath.Length == 0)
        {
            return [new(CacheTagKind.Image, path)];
        }

        var prefix = NormalizedUrl.Of(basePath);
        var below = path.StartsWith(prefix + "/", StringComparison.Ordinal) ? path[prefix.Length..] : path;
        return [new(CacheTagKind.Image, below), new(CacheTagKind.Image, prefix + below)];
    }

    private static string Checked(string value, int max, string what)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length is 0
            ? throw new PerennialException("PER2101", $"The {what} is empty. Give it at least one character.")
            : value.Length > max
                ? throw new PerennialException(
                    "PER2101", $"The {what} '{value[..32]}…' has {value.Length} characters; the most is {max}.")
                : value;
    }

    private static string CheckedPath(string value, string what)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.StartsWith('/')
            ? Checked(value, MaxPathLength, what)
            : throw new PerennialException(
                "PER2102", $"'{Shortened(value)}' must be a path: it begins with '/', for example '/blog/post-1'.");
    }

    private static string Shortened(string value) => value.Length > 64 ? value[..64] + "…" : value;
}
