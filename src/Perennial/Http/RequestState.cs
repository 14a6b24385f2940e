using Microsoft.AspNetCore.Http;

namespace Perennial.Http;

/// <summary>
/// What is known of one request of ours, for every room. Made by whoever first has something to note: a hit in the front
/// tier has nothing, and allocates nothing.
/// </summary>
/// <remarks>
/// Not one object for all: this room knows no page, so what only pages note stands in theirs
/// (<c>PageRequestState</c>). Features by themselves stay <see cref="SiteFeature"/> and the mark of a kept response without a
/// body, which a hit sets and which are no objects of the request; and what one class alone notes and reads.
/// </remarks>
internal sealed class RequestState
{
    /// <summary>The rewrite to another origin that the table has chosen.</summary>
    public MatchedRewrite? MatchedRewrite { get; set; }

    /// <summary>What the visitor asked for before a rewrite within the app.</summary>
    public OriginalPath? OriginalPath { get; set; }

    /// <summary>Whether it is a HEAD request that runs as GET.</summary>
    public bool IsHeadAsGet { get; set; }

    /// <summary>Whether nobody sent it. Whatever is fetched for it may carry nothing of any visitor.</summary>
    public bool IsSynthetic { get; init; }

    /// <summary>Whether it may see drafts; null while nobody asked, or when no cookie speaks of it.</summary>
    public bool? IsDraft { get; set; }

    /// <summary>Whether the response may be nobody else's: it shows a draft, or turns the mode on or off.</summary>
    public bool IsPrivateDraft { get; set; }

    /// <summary>Whether the response is a file whose name changes with its content, so that nobody's word about its path counts for it.</summary>
    public bool IsImmutableFile { get; set; }

    /// <summary>Whether the response is another server's, to which we add nothing.</summary>
    public bool IsFromUpstream { get; set; }

    public static RequestState? Find(HttpContext context) => context.Features.Get<RequestState>();

    public static RequestState Of(HttpContext context)
    {
        if (Find(context) is not { } state)
        {
            context.Features.Set(state = new());
        }

        return state;
    }
}
