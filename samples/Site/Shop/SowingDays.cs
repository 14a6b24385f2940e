using System.Globalization;

namespace Site.Shop;

/// <summary>When to sow, for a visitor's own calendar (RFC 5545): the first of each month that will do, every year.</summary>
internal static class SowingDays
{
    public static async Task<IResult> WriteAsync(
        string slug, Products products, IPageContext page, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await products.FindAsync(slug, cancellationToken) is not { } product)
        {
            return Results.NotFound();
        }

        page.Tag($"product:{product.Id}");
        return Results.Text(Write(product, new Uri(page.SiteUrl, product.Path), time.GetUtcNow()), "text/calendar");
    }

    // A long line would have to be folded at 75 bytes; a name and an address are shorter.
    internal static string Write(Product product, Uri address, DateTimeOffset now)
    {
        var months = Months.Parse(product.Sow);
        return string.Create(CultureInfo.InvariantCulture, $"""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//The Perennial//Seed shop//EN
            BEGIN:VEVENT
            UID:sow-{product.Slug}@the-perennial
            DTSTAMP:{now:yyyyMMdd'T'HHmmss'Z'}
            DTSTART;VALUE=DATE:{now:yyyy}{months.First():00}01
            RRULE:FREQ=YEARLY;BYMONTH={string.Join(',', months)};BYMONTHDAY=1
            SUMMARY:{product.SowWord} {product.Name}
            URL:{address}
            TRANSP:TRANSPARENT
            END:VEVENT
            END:VCALENDAR

            """).ReplaceLineEndings("\r\n");
    }
}
