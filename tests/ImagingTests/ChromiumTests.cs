using Perennial.Browser;

namespace Perennial.ImagingTests;

/// <summary>The judge of what shows: a browser that sees each original beside what a page makes of it.</summary>
public sealed class ChromiumTests(Chromium chromium, DamagedPictures pictures) : IClassFixture<Chromium>, IClassFixture<DamagedPictures>
{
    private const string Shows =
        "async url => { const img = new Image(); img.src = url; try { await img.decode(); } catch { } return img.naturalWidth > 0; }";

    private const string Loaded =
        "async () => { const img = document.querySelector('img'); img.loading = 'eager'; if (!img.complete) await new Promise(done => img.onload = img.onerror = done); return img.naturalWidth > 0; }";

    [Fact]
    public async Task Where_the_original_shows_the_picture_shows()
    {
        foreach (var (type, whole) in pictures.Files.Where(static file => file.Key.StartsWith("whole.", StringComparison.Ordinal)).ToList())
        {
            foreach (var part in (double[])[0.02, 0.3, 0.7, 0.99])
            {
                pictures.Files[$"cut-at-{part * 100:0}.{type}"] = whole[..(int)(part * whole.Length)];
            }
        }

        await using var context = await chromium.NewContextAsync(new() { BaseURL = pictures.App.Address });
        var page = await context.NewPageAsync();
        var shown = 0;
        foreach (var name in pictures.Files.Keys.Order(StringComparer.Ordinal))
        {
            foreach (var how in (string[])["plain", "sized", "blurred"])
            {
                await page.GotoAsync($"/page?how={how}&src=/{name}");
                var original = await page.EvaluateAsync<bool>(Shows, "/" + name);
                var picture = await page.EvaluateAsync<bool>(Loaded);

                Assert.True(picture || !original, $"{name}, {how}: {await page.ContentAsync()}");
                shown += original ? 1 : 0;
            }
        }

        Assert.InRange(shown, 50, 3 * pictures.Files.Count);
    }

    [Fact]
    public async Task Where_the_optimiser_refuses_after_the_page_was_written_the_original_shows()
    {
        await using var context = await chromium.NewContextAsync(new() { BaseURL = pictures.App.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/page?how=sized&src=/whole.png");
        var refused = await page.EvaluateAsync<bool>(Shows, "/_perennial/image?url=%2Fcoat-of-arms&w=640&q=75");
        var nothing = await page.EvaluateAsync<bool>(Shows, "/_perennial/image?url=%2Ftext-named.png&w=640&q=75");

        Assert.Equal((true, false), (refused, nothing));
    }
}
