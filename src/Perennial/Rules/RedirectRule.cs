namespace Perennial.Rules;

/// <summary>A path that moved.</summary>
public sealed class RedirectRule : Rule
{
    /// <summary>
    /// Where to: a path of this site, or an absolute http(s) URL. <c>{name}</c> is replaced by a value of the source or of a
    /// condition, encoded. The request's query goes along; what the destination says of it wins.
    /// </summary>
    public string Destination { get; set; } = "";

    /// <summary>Whether it moved for good: 308, otherwise 307.</summary>
    /// <value>false</value>
    public bool Permanent { get; set; }

    /// <summary>A status code of its own: 301, 302, 303, 307 or 308.</summary>
    /// <value>null: by <see cref="Permanent"/></value>
    public int? StatusCode { get; set; }
}
