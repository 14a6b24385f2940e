using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Perennial.After;

namespace Perennial.Examples.After;

/// <summary>
/// The three blocks of <c>waitUntil</c>: who looks for it, its shape, and how a host brings it. Here the request's features
/// are what the global symbol is there.
/// </summary>
public sealed class WaitUntilExampleTests
{
    [Fact]
    public async Task A_host_that_must_hold_the_process_open_receives_every_pending_task()
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var platform = new PlatformWaitUntil();
        var builder = PerennialApplication.CreateBuilder([]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddPerennial(static options => options.SiteUrl = "https://shop.test");
        await using var app = builder.Build();

        // The host's side: each request carries what the platform offers.
        app.Use((context, next) =>
        {
            context.Features.Set<IWaitUntilFeature>(platform);
            return next(context);
        });
        app.UsePerennial();

        // The app's side knows nothing of it.
        app.MapPost("/orders", (IAfterResponse after) =>
        {
            after.Run(async (_, _) => await sent.Task);
            return Results.Accepted();
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };

        using var response = await http.PostAsync(new Uri("/orders", UriKind.Relative), null, TestContext.Current.CancellationToken);
        var settled = platform.SettledAsync();

        Assert.Equal(202, (int)response.StatusCode);
        Assert.False(settled.IsCompleted);
        sent.SetResult();
        await settled.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
