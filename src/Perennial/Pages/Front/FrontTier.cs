using Microsoft.AspNetCore.Http;

namespace Perennial.Pages.Front;

/// <summary>Complete public pages, straight from memory, before routing and everything else.</summary>
internal sealed class FrontTier(FrontLookup lookup, KeptPages pages, PageResponder responder, FrontPassage passage)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        lookup.Find(context) is (var page, var slot) && pages.Serve(page.Read, slot, page.Cell) is { } read
            ? responder.AnswerAsync(context, page.Address, read)
            : passage.RunAsync(context, next);
}
