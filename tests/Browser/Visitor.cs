using Microsoft.Playwright;

namespace Perennial.Browser;

/// <summary>One person with one browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _site;
    private readonly List<string> _troubles = [];

    public Visitor(IBrowserContext context, IPage page, string site)
    {
        (_context, Page, _site) = (context, page, site);
        page.SetDefaultTimeout(10_000);
        page.Console += (_, message) =>
        {
            // That the page itself is a 404 is not the page's fault.
            if (message.Type is "error" && !message.Location.StartsWith(page.Url + ":", StringComparison.Ordinal))
            {
                _troubles.Add($"{message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _troubles.Add(error);
        page.RequestFailed += (_, request) => _troubles.Add($"{request.Url}: {request.Failure}");
    }

    public IPage Page { get; }

    /// <summary>What the browser complained about.</summary>
    public IReadOnlyList<string> Troubles => _troubles;

    public async Task<IResponse> OpenAsync(string path) =>
        await Page.GotoAsync(_site + path) ?? throw new InvalidOperationException($"{path} gave no response.");

    public Task<string> HeadingAsync() => Page.Locator("h1").First.InnerTextAsync();

    /// <summary>The text of a page as a script of the site would get it: prefetching and enhanced navigation do this.</summary>
    public Task<string> FetchAsync(string path) => Page.EvaluateAsync<string>("async path => (await fetch(path)).text()", path);

    /// <summary>Logs in if need be, and saves an article under another title.</summary>
    /// <returns>The article's public path.</returns>
    public async Task<string> RenameArticleAsync(int id, string title)
    {
        await OpenAsync($"/editor/articles/{id}");
        if (Page.Url.Contains("/login", StringComparison.Ordinal))
        {
            await Page.GetByLabel("Password").FillAsync("perennial");
            await Page.GetByRole(AriaRole.Button, new() { Name = "Come in" }).ClickAsync();
        }

        await Page.Locator("#title").FillAsync(title);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Page.GetByRole(AriaRole.Status).WaitForAsync();
        return await PublicPathAsync();
    }

    /// <summary>The public path of the article that is on the editor's desk.</summary>
    public async Task<string> PublicPathAsync() =>
        await Page.GetByRole(AriaRole.Link, new() { Name = "See the page" }).GetAttributeAsync("href")
        ?? throw new InvalidOperationException("The editor shows no public page.");

    /// <summary>A picture of what is seen now, in <c>artifacts/screenshots</c>, for a person to look at.</summary>
    /// <remarks>Chromium has no frame to copy at some moments on a busy machine, and says that it is "unable to capture".</remarks>
    public async Task ScreenshotAsync(string name, bool fullPage = false)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "artifacts/screenshots", name + ".png"), FullPage = fullPage });
                return;
            }
            catch (PlaywrightException error) when (tries < 5 && error.Message.Contains("Unable to capture", StringComparison.Ordinal))
            {
            }
        }
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
