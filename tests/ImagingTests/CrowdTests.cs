using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Images;

namespace Perennial.ImagingTests;

/// <summary>More pictures at once than workers can make: whoever cannot be served is told so in time.</summary>
public sealed class CrowdTests
{
    [Fact]
    public async Task A_hundred_and_ten_at_once_are_all_answered_by_one_worker()
    {
        await using var app = await CodecApp.StartAsync(
            static app => app.MapGet("/{number}.png", static (int number) => Results.Bytes(OpenCodec.Hard, "image/png")),
            static options =>
            {
                options.Images.Formats.Add(ImageFormat.Avif);
                options.Images.WaitTimeout = TimeSpan.FromSeconds(2);
            },

            // So hard to make that the worker is busy for longer than anybody waits for it.
            static imaging => (imaging.MaxWorkers, imaging.WaitLimit, imaging.AvifEffort) = (1, TimeSpan.FromSeconds(1), 9));

        var crowd = Task.WhenAll(Enumerable.Range(0, 110).Select(number => app.AskAsync($"/{number}.png", "image/avif")));
        using var original = await app.GetAsync("/7.png", "image/avif");
        Assert.False(crowd.IsCompleted);
        var all = await crowd;

        Assert.All(all, static answer => Assert.True(
            answer.StatusCode is HttpStatusCode.OK || (answer.StatusCode is HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null), $"{answer}"));

        // Both waits have an end: that for a turn, and that for the worker, which names a time of its own.
        Assert.Contains(all, static answer => answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(1));
        Assert.Contains(all, static answer => answer.Headers.RetryAfter?.Delta == TimeSpan.FromSeconds(2));
        Assert.Contains(all, static answer => answer.StatusCode is HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.OK, original.StatusCode);
    }
}
