
namespace Perennial.EndToEnd;

/// <summary>The app that <c>./build parity</c> compares with Next.js must answer at all its URLs.</summary>
public sealed class TwinTests
{
    // Method, path, status: a visit of each kind of page, endpoint and file.
    private const string Visits =
        """
        GET / 200
        GET /p/static 200
        HEAD /p/static 200
        POST /p/static 405
        GET /p/static/ 308
        GET /p/essay 200
        GET /p/ssg 200
        GET /p/isr 200
        GET /p/isr-long 200
        GET /p/isr-nf 200
        GET /p/ssr 200
        GET /p/ssr?kind=perm 308
        GET /p/ssr?kind=notfound 404
        GET /p/ssr?kind=throw 500
        GET /p/env 200
        GET /a/env 200
        GET /p/blog-block/new 200
        GET /p/blog-block/missing-1 404
        GET /p/blog-block/moved-1 307
        GET /p/blog-block/boom-1 500
        GET /p/blog-block/%zz 400
        GET /p/blog-false/a 200
        GET /p/blog-false/new 404
        GET /p/blog-true/new 200
        GET /a/static 200
        GET /a/image 200
        GET /a/isr 200
        GET /a/dynamic 200
        GET /a/fetch-tag 200
        GET /a/post/new 200
        GET /a/closed/a 200
        GET /a/closed/b 404
        GET /a/notfound 404
        GET /a/redirect 307
        GET /a/permredirect 308
        GET /a/throw 500
        GET /a/stream 200
        GET /a/after 200
        GET /a/loading?rd=1 200
        GET /api/hello 200
        GET /api/items/a/b%20c 200
        GET /api/kinds 400
        GET /api/kinds?k=throw 500
        POST /api/echo 200
        GET /api/revalidate 401
        GET /api/revalidate?secret=s3cret&path=/p/ssg 200
        GET /api/draft 200
        GET /api/draft?slug=/p/isr 307
        GET /api/disable-draft 200
        GET /a/draft 200
        GET /rh/draft 200
        GET /rh/undraft 200
        GET /rh/static 200
        GET /rh/isr 200
        GET /rh/item/1 200
        GET /rh/dynamic 200
        OPTIONS /rh/methods 204
        GET /rh/cookies 200
        GET /rh/throw 500
        GET /rh/revalidate?tag=t2 200
        GET /robots.txt 200
        GET /sitemap.xml 200
        GET /plain.txt 200
        POST /plain.txt 405
        GET /big.txt 200
        GET /photo.png 200
        GET /photo.jpg 200
        GET /photo.webp 200
        GET /anim.gif 200
        GET /still.gif 200
        GET /bad.png 200
        GET /logo.svg 200
        GET /with%20space.txt 200
        GET /p/file.txt 200
        GET /old?x=1 308
        GET /old-has 404
        GET /rw-before 200
        GET /a/client?ov=1 200
        GET /rw/a 200
        GET /mw/respond 418
        GET /mw/redirect 307
        GET /mw/rewrite-isr 200
        GET /mw/rewrite-missing 404
        GET /mw/throw 500
        HEAD /photo-mw.png 200
        GET /404 404
        GET /500 500
        HEAD /nothing 404
        """;

    [Fact]
    public async Task Every_URL_answers_as_the_Next_app_does()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-twin-").FullName;
        try
        {
            await using var site = await TwinSite.StartAsync(folder);
            var answers = new List<string>();
            foreach (var visit in Visits.Split('\n').Select(line => line.Split(' ')))
            {
                var reply = await site.SendAsync(new HttpMethod(visit[0]), visit[1]);
                answers.Add($"{visit[0]} {visit[1]} {reply.Status}");
                Assert.True(reply.Header("location") is null || reply.Body is "", $"{visit[1]} sends content to a visitor whom it sends away.");
            }

            Assert.Equal(Visits.Split('\n'), answers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_environment_is_the_one_that_the_Next_app_has()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-twin-").FullName;
        try
        {
            await using var site = await TwinSite.StartAsync(folder);
            var page = (await site.SendAsync(HttpMethod.Get, "/p/env")).Body;

            Assert.Contains("&quot;ORDER&quot;:&quot;env.production.local&quot;", page, StringComparison.Ordinal);
            Assert.Contains("&quot;PROC&quot;:&quot;process&quot;", page, StringComparison.Ordinal);
            Assert.Contains("&quot;MULTI&quot;:&quot;line1\\nline2\\nline3&quot;", page, StringComparison.Ordinal);
            Assert.Contains("<p id=\"inl\">site-env|", page, StringComparison.Ordinal);
            Assert.Contains("&quot;pub&quot;:&quot;site-env&quot;", (await site.SendAsync(HttpMethod.Get, "/a/env")).Body, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Its_files_are_of_the_kinds_that_a_picture_optimiser_is_tried_with()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-twin-").FullName;
        try
        {
            await using var site = await TwinSite.StartAsync(folder);
            var kinds = new List<string>();
            foreach (var file in new[] { "photo.png", "photo-mw.png", "photo.jpg", "photo.webp", "anim.gif", "still.gif", "logo.svg", "bad.png" })
            {
                var reply = await site.SendAsync(HttpMethod.Get, "/" + file);
                kinds.Add($"{file} {reply.Header("content-type")} {reply.CacheControl}");
            }

            Assert.Equal(
                [
                    "photo.png image/png public, max-age=123", "photo-mw.png image/png public, max-age=0", "photo.jpg image/jpeg public, max-age=0",
                    "photo.webp image/webp public, max-age=0", "anim.gif image/gif public, max-age=0", "still.gif image/gif public, max-age=0",
                    "logo.svg image/svg+xml public, max-age=0", "bad.png image/png public, max-age=0",
                ],
                kinds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Its_header_rules_say_how_long_two_of_its_pages_may_be_kept()
    {
        var folder = Directory.CreateTempSubdirectory("perennial-twin-").FullName;
        try
        {
            await using var site = await TwinSite.StartAsync(folder);

            Assert.Equal("public, max-age=7", (await site.SendAsync(HttpMethod.Get, "/a/static")).CacheControl);
            Assert.Equal("public, max-age=7", (await site.SendAsync(HttpMethod.Get, "/p/isr-true")).CacheControl);
            Assert.Equal("public, max-age=0, must-revalidate, s-maxage=31536000", (await site.SendAsync(HttpMethod.Get, "/p/static")).CacheControl);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
