using System.Globalization;

namespace Perennial.Prerendering;

internal sealed class BuildProgress(TextWriter output, bool isTerminal, TimeProvider time)
{
    // Nobody reads more; each line is a call of the system, and of who draws the terminal.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private int _shown = -1;
    private long _shownAt;

    public void Show(int done, int total)
    {
        lock (_lock)
        {
            // Renders end in any order; progress only goes forward.
            var step = isTerminal ? done : total == 0 ? 4 : done * 4 / total;
            if (step <= _shown || (isTerminal && _shown >= 0 && done < total && time.GetElapsedTime(_shownAt) < Pause))
            {
                return;
            }

            (_shown, _shownAt) = (step, time.GetTimestamp());
            var text = string.Create(CultureInfo.InvariantCulture, $"  Rendering static pages ({done}/{total})");
            if (isTerminal)
            {
                output.Write("\r" + text);
            }
            else
            {
                output.WriteLine(text);
            }
        }
    }

    public void End(BuildReport report)
    {
        if (isTerminal)
        {
            output.Write("\r".PadRight(60) + "\r");
        }

        var count = report.Paths.Count(static path => path.Entry is not null);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"✓ {count} static page{(count == 1 ? "" : "s")} in {DisplayText.Time(report.Elapsed)}, build {report.BuildId}"));
        output.WriteLine();
    }
}
