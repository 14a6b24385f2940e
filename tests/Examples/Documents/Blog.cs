using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Perennial.Pages;

namespace Perennial.Examples.Documents;

// What the documents' snippets are about.
#pragma warning disable CA1822 // They stand for services with state of their own, and are called as such.
internal sealed record Post(string Text);

internal sealed class BlogDb
{
    public Task SaveAsync(int id, Post post) => Task.CompletedTask;

    public Task<string?> FindMarkdownAsync(string slug) => Task.FromResult<string?>(null);
}

internal static class Feed
{
    public static IResult From(BlogDb db) => Results.Text("<feed/>", "application/atom+xml");
}

internal sealed class BlogPaths : IStaticPathsProvider
{
    public IAsyncEnumerable<RouteValueDictionary> GetPathsAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<RouteValueDictionary>();
}

internal sealed record Order(int Id);

internal sealed class Shop
{
    public Task SaveAsync(Order order) => Task.CompletedTask;
}

internal sealed class Mailer
{
    public Task ThankAsync(Order order, CancellationToken stop) => Task.CompletedTask;
}

internal sealed class ErrorService
{
    public Task ConnectAsync(CancellationToken stop) => Task.CompletedTask;

    public Task SendAsync(string error, CancellationToken stop) => Task.CompletedTask;
}
