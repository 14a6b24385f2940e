using System.Collections.ObjectModel;

namespace Perennial.Client;

/// <summary>
/// The public variables (<c>PUBLIC_…</c>, and Next's <c>NEXT_PUBLIC_…</c>) with the values that stand in the browser
/// bundles, so that a page and its scripts agree. Frozen by the build: in Production a change of the running environment
/// does nothing but a warning at start. In Development, and without any build, they are what the process has.
/// </summary>
public sealed class PublicEnvironment
{
    internal PublicEnvironment(IDictionary<string, string> values, bool isFrozen) =>
        (Values, IsFrozen) = (new ReadOnlyDictionary<string, string>(values), isFrozen);

    /// <summary>The value of a variable; null when the build had none.</summary>
    /// <exception cref="PerennialException">PER1241: the name is not a public one.</exception>
    public string? this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Values.TryGetValue(name, out var value) ? value
                : PublicVariables.IsPublic(name) ? null
                : throw new PerennialException(
                    "PER1241",
                    $"'{name}' is not a public variable. Public ones begin with {PublicVariables.Prefix} or {PublicVariables.NextPrefix}; read any other from the configuration, where only the server sees it.");
        }
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }
    internal bool IsFrozen { get; }
}
