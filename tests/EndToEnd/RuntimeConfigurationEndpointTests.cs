using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Perennial.Client;

namespace Perennial.EndToEnd;

public sealed class RuntimeConfigurationEndpointTests
{
    private const string Path = "/configuration.json";

    [Fact]
    public async Task What_is_listed_is_served_by_its_running_value_and_asked_for_each_time()
    {
        IConfiguration configuration = null!;
        await using var site = await StartAsync(built => configuration = built);

        using var first = await site.GetAsync(Path);
        using var same = await site.GetAsync(Path, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));
        configuration["PUBLIC_API"] = "other";
        using var changed = await site.GetAsync(Path, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal("application/json; charset=utf-8", first.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", first.Header("Cache-Control"));
        Assert.Equal((HttpStatusCode.NotModified, "no-cache"), (same.StatusCode, same.Header("Cache-Control")));
        Assert.Equal("""{"PUBLIC_API":"other"}""", await changed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("?key=DB_PASS")]
    [InlineData("?PUBLIC_API=1&keys=DB_PASS")]
    [InlineData("/DB_PASS")]
    public async Task Nothing_that_is_not_listed_can_be_asked_for(string more)
    {
        await using var site = await StartAsync();

        using var response = await site.GetAsync(Path + more);

        Assert.DoesNotContain("hunter2", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_reading_is_answered()
    {
        await using var site = await StartAsync();

        using var head = await site.SendAsync(HttpMethod.Head, Path);
        using var post = await site.SendAsync(HttpMethod.Post, Path);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.MethodNotAllowed), (head.StatusCode, post.StatusCode));
    }

    [Theory]
    [InlineData()]
    [InlineData("PUBLIC_API", "")]
    public async Task A_list_without_keys_or_with_an_empty_one_is_an_error_where_it_is_mapped(params string[] keys)
    {
        var error = await Assert.ThrowsAsync<PerennialException>(() => TestSite.StartAsync(app => app.MapRuntimeConfiguration(Path, keys)));

        Assert.Equal("PER1243", error.Code);
    }

    private static Task<TestSite> StartAsync(Action<IConfiguration>? use = null) => TestSite.StartAsync(
        app =>
        {
            use?.Invoke(app.Configuration);
            app.MapRuntimeConfiguration(Path, "PUBLIC_API", "PUBLIC_UNSET");
        },
        static builder =>
        {
            builder.Configuration["PUBLIC_API"] = "first";
            builder.Configuration["DB_PASS"] = "hunter2";
        });
}
