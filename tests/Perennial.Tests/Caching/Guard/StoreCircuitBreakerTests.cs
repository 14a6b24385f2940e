using Perennial.Caching.Guard;

namespace Perennial.Tests.Caching.Guard;

public sealed class StoreCircuitBreakerTests
{
    private readonly SteppedTime _time = new();
    private readonly StoreCircuitBreaker _breaker;

    public StoreCircuitBreakerTests() => _breaker = new(_time);

    [Fact]
    public void Faults_with_a_success_between_them_open_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.False(_breaker.Failed());
            Assert.False(_breaker.Succeeded());
        }

        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void The_fifth_fault_in_a_row_opens_it()
    {
        Assert.Equal([false, false, false, false, true], Enumerable.Range(0, 5).Select(_ => _breaker.Failed()));
        Assert.False(_breaker.TryEnter());
    }

    [Fact]
    public void The_pause_doubles_up_to_five_seconds()
    {
        Open();

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => PauseInSeconds()));

        int PauseInSeconds()
        {
            for (var seconds = 1; ; seconds++)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                if (_breaker.TryEnter())
                {
                    Assert.False(_breaker.Failed());
                    return seconds;
                }
            }
        }
    }

    [Fact]
    public void Half_open_one_caller_tries()
    {
        Open();
        _time.Advance(StoreCircuitBreaker.FirstPause);

        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => _breaker.TryEnter()));

        Assert.True(_breaker.Succeeded());
        Assert.True(_breaker.TryEnter());
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void A_caller_who_leaves_lets_the_next_one_try()
    {
        Open();
        _time.Advance(StoreCircuitBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());

        _breaker.Abandoned();

        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void Calls_from_before_the_pause_that_fail_late_do_not_make_it_longer()
    {
        Open();
        for (var i = 0; i < 100; i++)
        {
            Assert.False(_breaker.Failed());
        }

        _time.Advance(StoreCircuitBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());
    }

    [Fact]
    public void A_step_of_the_wall_clock_changes_nothing()
    {
        Open();
        _time.StepWallClock(TimeSpan.FromHours(1));
        Assert.False(_breaker.TryEnter());

        _time.StepWallClock(TimeSpan.FromHours(-2));
        _time.Advance(StoreCircuitBreaker.FirstPause);
        Assert.True(_breaker.TryEnter());
    }

    private void Open()
    {
        for (var i = 0; i < StoreCircuitBreaker.Threshold; i++)
        {
            _breaker.Failed();
        }
    }
}
