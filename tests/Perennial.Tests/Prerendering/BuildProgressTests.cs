using Microsoft.Extensions.Time.Testing;
using Perennial.Prerendering;

namespace Perennial.Tests.Prerendering;

public sealed class BuildProgressTests
{
    [Fact]
    public void A_log_gets_a_line_for_each_quarter()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var progress = new BuildProgress(output, isTerminal: false, TimeProvider.System);

        foreach (var done in new[] { 0, 1, 3, 2, 4, 5, 6, 7, 8 })
        {
            progress.Show(done, 8);
        }

        Assert.Equal(
            ["(0/8)", "(3/8)", "(4/8)", "(6/8)", "(8/8)"],
            output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' ')[^1]));
    }

    [Fact]
    public void A_terminal_has_one_line_that_only_moves_forward()
    {
        using var output = new StringWriter();
        var time = new FakeTimeProvider();
        var progress = new BuildProgress(output, isTerminal: true, time);

        progress.Show(0, 3);
        foreach (var done in new[] { 2, 1, 3 })
        {
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Show(done, 3);
        }

        Assert.Equal(
            "\r  Rendering static pages (0/3)\r  Rendering static pages (2/3)\r  Rendering static pages (3/3)", output.ToString());
    }

    [Fact]
    public void A_terminal_is_told_ten_times_a_second_and_of_the_last_page()
    {
        using var output = new StringWriter();
        var time = new FakeTimeProvider();
        var progress = new BuildProgress(output, isTerminal: true, time);

        for (var done = 0; done <= 1000; done++)
        {
            progress.Show(done, 1000);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(11, output.ToString().Count(static sign => sign is '\r'));
        Assert.EndsWith("(1000/1000)", output.ToString(), StringComparison.Ordinal);
    }
}
