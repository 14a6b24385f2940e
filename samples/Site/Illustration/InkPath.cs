using System.Globalization;
using System.Text;

namespace Site.Illustration;

/// <summary>
/// Writes SVG path data as briefly as it can: half size, whole numbers, relative to the last point. Rounding does not add
/// up, because each step is the difference of two rounded places.
/// </summary>
internal sealed class InkPath
{
    private readonly StringBuilder _data = new();
    private (int X, int Y) _at;
    private (int X, int Y) _start;
    private bool _afterNumber;

    public InkPath Move(Point to)
    {
        var first = _data.Length == 0;
        Command(first ? 'M' : 'm');
        Offset(to);
        _at = _start = Rounded(to);
        return this;
    }

    public InkPath Quad(Point control, Point end)
    {
        Command('q');
        Offset(control);
        Offset(end);
        _at = Rounded(end);
        return this;
    }

    public InkPath Line(Point to)
    {
        Command('l');
        Offset(to);
        _at = Rounded(to);
        return this;
    }

    public InkPath Spot()
    {
        Command('h');
        Number(0);
        return this;
    }

    public void Circle(double radius)
    {
        var r = (int)Math.Round(radius / 2);
        _data.Append(CultureInfo.InvariantCulture, $"a{r} {r} 0 1 0 {2 * r} 0 {r} {r} 0 1 0-{2 * r} 0");
    }

    public void Close()
    {
        _data.Append('z');
        _at = _start;
    }

    public override string ToString() => _data.ToString();

    private static (int X, int Y) Rounded(Point point) => ((int)Math.Round(point.X / 2), (int)Math.Round(point.Y / 2));

    private void Offset(Point to)
    {
        var (x, y) = Rounded(to);
        Number(x - _at.X);
        Number(y - _at.Y);
    }

    private void Command(char command)
    {
        _data.Append(command);
        _afterNumber = false;
    }

    // A minus sign parts two numbers by itself.
    private void Number(int value)
    {
        if (_afterNumber && value >= 0)
        {
            _data.Append(' ');
        }

        _data.Append(CultureInfo.InvariantCulture, $"{value}");
        _afterNumber = true;
    }
}
