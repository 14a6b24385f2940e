#:project ../Site.csproj
#:package Microsoft.Playwright
#:property RestorePackagesWithLockFile=false
#:property PublishAot=false
#:property NoWarn=$(NoWarn);CA1050;MA0047;CA2007;MA0004
// Draws the pictures of articles and packets as files, for <Image> to make smaller ones of: each plate in a browser, in the
// colours of site.css. A tall one for each (1200 by 1500), and for an article a wide one as well (2400 by 1200).
//
//   dotnet run Draw.cs                  what is not there yet
//   dotnet run Draw.cs -- clay chives   these again
using System.Runtime.CompilerServices;
using Microsoft.Playwright;
using Site.Illustration;
using Site.Storage;

var site = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile())!)!;
var css = await File.ReadAllTextAsync(Path.Combine(site, "wwwroot/css/site.css"));
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1200, Height = 750 }, DeviceScaleFactor = 2 });

foreach (var article in ContentFile.InFolder("Content/articles/"))
{
    await DrawAsync(article.Slug, 600, 750, article["tone"], PlateDrawing.Single(article["plants"], article.Slug).Value);
    await DrawAsync(article.Slug + "-wide", 1200, 600, article["tone"], PlateDrawing.Bed(article["plants"], article.Slug).Value);
}

foreach (var packet in ContentFile.InFolder("Content/products/"))
{
    await DrawAsync(packet.Slug, 600, 750, packet["tone"], PlateDrawing.Single(packet["plant"], packet.Slug).Value);
}

async Task DrawAsync(string name, int width, int height, string tone, string drawing)
{
    var file = Path.Combine(site, "wwwroot/pictures", name + ".jpg");
    if (args.Length > 0 ? args.Contains(name, StringComparer.Ordinal) : !File.Exists(file))
    {
        await page.SetContentAsync(
            $"""<style>{css}</style><div style="width: {width}px"><svg class="plate {tone}" style="border-radius: 0" viewBox="0 0 {(width > height ? 500 : 200)} 250">{drawing}</svg></div>""");
        await page.Locator("svg").ScreenshotAsync(new() { Path = file, Type = ScreenshotType.Jpeg, Quality = 84 });
        Console.WriteLine(name);
    }
}

static string ThisFile([CallerFilePath] string path = "") => path;
