using System.Net;
using System.Net.Http.Json;
using Perennial.Pages;

namespace Perennial.Examples.Drafts;

/// <summary>The data layer follows the page that asks it: drafts have an address of their own.</summary>
public sealed class Cms(HttpClient http, IPageContext page)
{
    /// <summary>For a page: what its visitor may see.</summary>
    public Task<DraftPost?> FindAsync(string slug, CancellationToken cancellationToken = default) =>
        GetAsync(page.IsDraft ? "draft" : "production", slug, cancellationToken);

    /// <summary>For the draft link: whatever is there.</summary>
    public Task<DraftPost?> FindBySlugAsync(string slug, CancellationToken cancellationToken = default) =>
        GetAsync("draft", slug, cancellationToken);

    private async Task<DraftPost?> GetAsync(string source, string slug, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"{source}?slug={Uri.EscapeDataString(slug)}", UriKind.Relative), cancellationToken);
        return response.StatusCode is HttpStatusCode.NotFound ? null : await response.Content.ReadFromJsonAsync<DraftPost>(cancellationToken);
    }
}

public sealed record DraftPost(string Slug, string Title);
