using Perennial.Prerendering;

namespace Perennial.Tests.Prerendering;

public sealed class BuildProgressTests
{
    [Fact]
    public void A_log_gets_a_line_for_each_quarter()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var progress = new BuildProgress(output, isTerminal: false);

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
        var progress = new BuildProgress(output, isTerminal: true);

        progress.Show(0, 3);
        progress.Show(2, 3);
        progress.Show(1, 3);
        progress.Show(3, 3);

        Assert.Equal(
            "\r  Rendering static pages (0/3)\r  Rendering static pages (2/3)\r  Rendering static pages (3/3)", output.ToString());
    }
}
