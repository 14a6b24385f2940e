namespace Perennial.Bench;

/// <summary>The same page, from a database that takes its time.</summary>
internal static class SlowPage
{
    private static readonly TimeSpan RenderTime = TimeSpan.FromMilliseconds(200);

    public static async Task<IResult> RenderAsync(Counters counters)
    {
        counters.Rendered();
        await Task.Delay(RenderTime, TimeProvider.System);
        return Results.Content(SamplePage.Html, SamplePage.ContentType);
    }
}
