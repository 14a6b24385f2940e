namespace Perennial.Tests;

public sealed class ThreadPoolMinimumTests
{
    [Fact]
    public void The_pool_keeps_what_the_app_made_it_keep_and_no_less_than_is_needed()
    {
        ThreadPool.GetMinThreads(out var before, out var ports);
        try
        {
            new ThreadPoolMinimum(before + 3).Keep();
            Assert.Equal(before + 3, Kept);

            new ThreadPoolMinimum(before + 1).Keep();
            Assert.Equal(before + 3, Kept);
        }
        finally
        {
            ThreadPool.SetMinThreads(before, ports);
        }
    }

    [Fact]
    public void There_is_a_thread_more_for_each_render_that_was_left_behind_and_goes_on()
    {
        ThreadPool.GetMinThreads(out var before, out var ports);
        try
        {
            var threads = new ThreadPoolMinimum(before);
            var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
            threads.ReplaceAbandoned(first.Task);
            threads.ReplaceAbandoned(second.Task);
            Assert.Equal(before + 2, Kept);

            first.SetResult();
            second.SetResult();
            threads.ReplaceAbandoned(new TaskCompletionSource().Task);

            Assert.Equal(before + 2, Kept);
        }
        finally
        {
            ThreadPool.SetMinThreads(before, ports);
        }
    }

    private static int Kept
    {
        get
        {
            ThreadPool.GetMinThreads(out var kept, out _);
            return kept;
        }
    }
}
