using Perennial.Pages;

namespace Perennial.Tests;

public sealed class RenderConcurrencyTests
{
    private static PerennialOptions Options
    {
        get
        {
            var options = new PerennialOptions();
            options.Pages.MaxConcurrentRenders = 32;
            options.Images.MaxConcurrentRenders = 8;
            options.After.MaxConcurrent = 5;
            return options;
        }
    }

    [Fact]
    public void There_is_a_thread_for_each_render_that_may_run_and_one_for_each_processor()
    {
        var threads = RenderConcurrency.Of(Options, mostThreads: 32_767);

        // Visits, refreshes behind stale pages, the same of pictures, work after responses, and what has no limit.
        Assert.Equal(32 + 16 + 8 + 4 + 5 + 100 + 2, threads.Least(processors: 2));
    }

    [Theory]
    [InlineData(32_767, 32, 8)]
    [InlineData(40, 10, 8)]
    [InlineData(8, 2, 2)]
    [InlineData(1, 1, 1)]
    public void In_a_pool_that_the_app_made_small_fewer_renders_run(int mostThreads, int pages, int images)
    {
        var threads = RenderConcurrency.Of(Options, mostThreads);

        Assert.Equal((pages, images), (threads.Pages.Running, threads.Images.Running));
    }

    [Fact]
    public void A_machine_with_many_processors_does_not_render_without_bound() =>
        Assert.InRange(new PageOptions().MaxConcurrentRenders, 1, 128);
}
