using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Perennial.After;
using Perennial.Caching;
using Perennial.Images;
using Perennial.Imaging;
using Perennial.Pages;
using Perennial.Rules;
using Perennial.Telemetry;
using PlatformWaitUntil = Perennial.Examples.After.PlatformWaitUntil;

namespace Perennial.Examples.Documents;

/// <summary>The snippets of docs/after.md, images.md, other-origins.md and telemetry.md.</summary>
internal static class Rooms
{
    public static void Orders(WebApplication app) =>
        app.MapPost("/orders", async (Order order, Shop shop, IAfterResponse after) =>
        {
            await shop.SaveAsync(order);
            after.Run<Mailer>((mailer, stop) => mailer.ThankAsync(order, stop));
            return Results.Accepted();
        });

    public static void Platform(WebApplication app, PlatformWaitUntil platform)
    {
        app.Use((context, next) =>
        {
            context.Features.Set<IWaitUntilFeature>(platform);
            return next(context);
        });
        app.UsePerennial();
    }

    public static void Pictures(WebApplicationBuilder builder) =>
        builder.AddPerennial(options =>
        {
            options.Images.RemotePatterns.Add(ImagePattern.Tagged("https://images.example.com/uploads/**", "cms"));
        }).AddImaging();

    public static async Task PicturesAsync(IRevalidator revalidator)
    {
        await revalidator.RevalidateAsync(CacheTag.Image("/photos/fern.jpg"));   // every size and format of one picture
        await revalidator.ExpireAsync("cms");                                    // every picture of a pattern with that tag
    }

    public static void OtherOrigin(WebApplicationBuilder builder) =>
        builder.AddPerennial(options =>
        {
            options.SiteUrl = "https://example.com";
            options.Rules.Rewrites.Add("/shop/{**path}", "http://127.0.0.1:3001/shop/{path}");
        });

    public static void OtherOriginsPages(PerennialOptions options) =>
        options.Rules.Rewrites.Add("/shop/{**path}", "http://127.0.0.1:3001/shop/{path}")
               .Revalidate(60, tags: ["shop"], query: ["page"]);

    public static void Watch(WebApplicationBuilder builder) =>
        builder.AddPerennial().AddInstrumentation<Monitoring>();

    public static void Health(WebApplicationBuilder builder, WebApplication app)
    {
        app.MapPerennialHealth();                                  // /_perennial/health/live and /_perennial/health/ready
        app.MapPerennialHealth("/probe").RequireHost("*:9090");    // elsewhere, and for a port of its own
        builder.Services.AddHealthChecks().AddPerennial();         // or among the checks that the app maps itself
    }
}

internal sealed class Monitoring(ErrorService service) : IInstrumentation
{
    public Task RegisterAsync(CancellationToken stop) => service.ConnectAsync(stop);

    public Task OnRequestErrorAsync(Exception error, FailedRequest request, RequestErrorContext context, CancellationToken stop) =>
        service.SendAsync($"{context.Route} ({context.Reason}): {error}", stop);
}
