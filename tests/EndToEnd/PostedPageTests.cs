using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.DependencyInjection;

namespace Perennial.EndToEnd;

/// <summary>Only what answers GET is kept. A declaration that reaches nothing of that kind is refused before the server listens.</summary>
public sealed class PostedPageTests
{
    [Fact]
    public async Task A_post_that_says_that_it_is_kept_is_refused()
    {
        var messages = await RefusedAsync(static app =>
        {
            app.MapPost("/orders", static () => "ordered").Revalidate(60);
            app.MapMethods("/orders/{id}", ["PUT", "DELETE"], [Prerender] static (int id) => id);
        });

        Assert.Equal(
            [
                "PER2132: /orders says that it may be kept, and answers POST. Only what answers GET is kept: "
                + "take the declaration away, or declare what inherits it from a class or group [DynamicPage].",
                "PER2132: /orders/{id} says that it may be kept, and answers PUT and DELETE. Only what answers GET is kept: "
                + "take the declaration away, or declare what inherits it from a class or group [DynamicPage].",
            ],
            messages);
    }

    [Fact]
    public async Task So_is_an_action_and_it_is_named()
    {
        var message = Assert.Single(await RefusedAsync(static app => app.MapControllers(), typeof(PostController)));

        Assert.StartsWith(
            "PER2132: /posted (Perennial.EndToEnd.PostedPageTests+PostController.Send) says that it may be kept, and answers POST. ", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_one_with_a_conventional_route()
    {
        var message = Assert.Single(await RefusedAsync(
            static app => app.MapControllerRoute("default", "{controller}/{action}"), typeof(ConventionalController)));

        Assert.StartsWith("PER2132: /Conventional/Send (", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_controller_a_group_and_an_action_with_two_routes_may_hold_posts_beside_their_pages()
    {
        await using var site = await StartAsync(
            static app =>
            {
                var group = app.MapGroup("/group").Revalidate(60);
                group.MapGet("/", static () => "page");
                group.MapPost("/", static () => "posted");
                app.MapControllers().Prerender(tags: ["all"]);
            },
            typeof(MixedController));

        Assert.Equal("page", await site.TextAsync("/group"));
        Assert.Equal("shown", await site.TextAsync("/mixed"));
        using var posted = await site.SendAsync(HttpMethod.Post, "/group");
        Assert.Equal("posted", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_post_that_is_dynamic_says_nothing_wrong()
    {
        await using var site = await StartAsync(static app => app.MapPost("/orders", static () => "ordered").Prerender().DynamicPage());

        using var posted = await site.SendAsync(HttpMethod.Post, "/orders");

        Assert.Equal("ordered", await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<IEnumerable<string>> RefusedAsync(Action<WebApplication> map, params Type[] controllers)
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => StartAsync(map, controllers));
        return error.InnerExceptions.Select(static inner => Assert.IsType<PerennialException>(inner).Message);
    }

    private static Task<TestSite> StartAsync(Action<WebApplication> map, params Type[] controllers) => TestSite.StartAsync(
        map,
        builder => builder.Services.AddControllers().ConfigureApplicationPartManager(parts =>
        {
            parts.FeatureProviders.Clear();
            parts.FeatureProviders.Add(new Only(controllers));
        }));

    private sealed class Only(Type[] controllers) : IApplicationFeatureProvider<ControllerFeature>
    {
        public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
        {
            foreach (var controller in controllers)
            {
                feature.Controllers.Add(System.Reflection.IntrospectionExtensions.GetTypeInfo(controller));
            }
        }
    }

    // Nested, so that no other test's app finds them.
    public sealed class PostController : ControllerBase
    {
        [HttpGet("/posted")]
        [Revalidate(60)]
        public string Show() => "shown";

        [HttpPost("/posted")]
        [Revalidate(60)]
        public string Send() => "sent";
    }

    public sealed class ConventionalController : ControllerBase
    {
        [HttpPost]
        [Prerender]
        public string Send() => "sent";
    }

    [Revalidate(60)]
    public sealed class MixedController : ControllerBase
    {
        [HttpGet("/mixed")]
        public string Show() => "shown";

        [HttpPost("/mixed")]
        public string Send() => "sent";

        [HttpGet("/both")]
        [HttpPost("/other")]
        [Prerender]
        public string Both() => "both";
    }
}
