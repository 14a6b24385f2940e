namespace Perennial.Drafts;

// What is known of one request's draft mode. Absent while nobody asked, or when no cookie speaks of it.
internal sealed class DraftFeature
{
    public bool IsEnabled { get; set; }

    /// <summary>Whether the response may be nobody else's: it shows a draft, or turns the mode on or off.</summary>
    public bool IsPrivate { get; set; }

    /// <summary>Whether this is a render without a visitor, which nobody can turn anything on in.</summary>
    public bool IsRender { get; init; }
}
