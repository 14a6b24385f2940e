using Perennial.Caching.Flights;

namespace Perennial.Tests.Caching.Flights;

public sealed class RenderScopeTests
{
    [Fact]
    public async Task A_draft_collects_nothing_and_data_can_tell_that_it_is_one()
    {
        Assert.False(RenderScope.IsDraft);
        using (RenderScope.BeginDraft())
        {
            await Task.Yield();
            Assert.True(RenderScope.IsDraft);
            Assert.Null(RenderScope.Current);
        }

        Assert.False(RenderScope.IsDraft);
    }

    [Fact]
    public async Task A_render_for_everybody_that_a_draft_starts_is_none()
    {
        using var draft = RenderScope.BeginDraft();

        await RenderAsync();

        Assert.True(RenderScope.IsDraft);

        static async Task RenderAsync()
        {
            await Task.Yield();
            var scope = RenderScope.Begin(new(Guid.NewGuid(), 1), RenderReason.Regenerate, []);
            Assert.False(RenderScope.IsDraft);
            Assert.Same(scope, RenderScope.Current);
            scope.End();
        }
    }

    [Fact]
    public async Task Work_that_outlives_a_draft_is_outside_of_it()
    {
        var over = new TaskCompletionSource();
        Task<bool> late;
        using (RenderScope.BeginDraft())
        {
            late = LateAsync();
        }

        over.SetResult();

        Assert.False(await late);

        async Task<bool> LateAsync()
        {
            await over.Task;
            return RenderScope.IsDraft;
        }
    }
}
