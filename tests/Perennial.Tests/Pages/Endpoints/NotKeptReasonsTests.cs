using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Perennial.Pages.Endpoints;

namespace Perennial.Tests.Pages.Endpoints;

public sealed class NotKeptReasonsTests
{
    [Fact]
    public void A_page_that_asks_for_authorization_is_not_advised_to_be_kept() =>
        Assert.Equal("it declares nothing; it asks for authorization", NotKeptReasons.Before(Page(typeof(Plain), new AuthorizeAttribute())));

    [Fact]
    public void A_page_that_is_interactive_on_the_server_says_so_whether_it_is_declared_or_not()
    {
        Assert.Equal("it declares nothing; it is interactive on the server", NotKeptReasons.Before(Page(typeof(Live))));
        Assert.Equal("it is interactive on the server", NotKeptReasons.Before(Page(typeof(Live), new PrerenderAttribute())));
        Assert.Null(NotKeptReasons.Before(Page(typeof(Plain))));
    }

    [Fact]
    public void A_page_is_advised_to_be_kept_only_where_nothing_speaks_against_it()
    {
        var page = Page(typeof(Plain));
        var response = new DefaultHttpContext().Response;

        Assert.Equal("it declares nothing ([Revalidate] or [Prerender] keeps it)", NotKeptReasons.After(page, [], response));
        Assert.Equal("it declares nothing; it reads the user", NotKeptReasons.After(page, ["the user"], response));
        response.Headers.SetCookie = "a=b";
        Assert.Equal("it declares nothing", NotKeptReasons.After(page, [], response));
    }

    private static PageDefinition Page(Type component, params object[] metadata) => new PageTable(new()).Find(new RouteEndpoint(
        static _ => Task.CompletedTask, RoutePatternFactory.Parse("/page"), 0, new([new ComponentTypeMetadata(component), .. metadata]), "page"))!;

    private sealed class Plain : ComponentBase;

    [Live.InTheServer]
    private sealed class Live : ComponentBase
    {
        public sealed class InTheServerAttribute : RenderModeAttribute
        {
            public override IComponentRenderMode Mode => RenderMode.InteractiveServer;
        }
    }
}
