using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Perennial.Parity.Sites;

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
            await using var site = await StartAsync(folder);
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
            await using var site = await StartAsync(folder);
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

    private static async Task<Site> StartAsync(string folder)
    {
        var source = await DataSource.StartAsync(TestContext.Current.CancellationToken);
        var url = FreeUrl();
        var twin = Path.Combine(AppContext.BaseDirectory, "..", "..", "Twin", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')));
        var start = new ProcessStartInfo(Path.Combine(twin, "Twin")) { WorkingDirectory = twin };
        start.Environment["ASPNETCORE_URLS"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Perennial__SiteUrl"] = url.GetLeftPart(UriPartial.Authority);
        start.Environment["Perennial__Cache__Directory"] = Path.Combine(folder, "cache");
        start.Environment["Perennial__Deployment__BuildDirectory"] = Path.Combine(folder, "build");
        start.Environment["PROC"] = "process";
        start.Environment["Twin__Origin"] = source.Url.GetLeftPart(UriPartial.Authority);
        var site = new Site("Twin", new ServerProcess(start, Path.Combine(folder, "twin.log")), source, url);
        await site.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    private static Uri FreeUrl()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
