using System.Globalization;

namespace Perennial.Prerendering;

internal sealed class BuildProgress(TextWriter output, bool isTerminal)
{
    private readonly Lock _lock = new();
    private int _shown = -1;

    public void Show(int done, int total)
    {
        lock (_lock)
        {
            // Renders end in any order; progress only goes forward.
            var step = isTerminal ? done : total == 0 ? 4 : done * 4 / total;
            if (step <= _shown)
            {
                return;
            }

            _shown = step;
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
