using System.Globalization;
using System.Text;

namespace Site.Illustration;

/// <summary>The layers of a picture, from the back to the front. Each becomes one path, coloured by the style sheet.</summary>
internal enum Ink
{
    Back,
    Stem,
    Leaf,
    Shade,
    Vein,
    Petal,
    Fold,
    Lip,
    Dot,
    Heart,
}

/// <summary>
/// Draws with whole numbers and relative curves, and gathers all shapes of one ink in one path: a plant with forty leaves
/// is then about a kilobyte of HTML, and compresses to a third.
/// </summary>
internal sealed class Sketch(string seed)
{
    private static readonly string[] Classes = ["bk", "st", "lf", "sh", "vn", "pt", "fd", "lp", "dt", "ht"];
    private readonly StringBuilder?[] _layers = new StringBuilder?[Classes.Length];

    public Dice Dice { get; } = new(seed);

    public Curve Stem(Curve curve, Ink ink = Ink.Stem)
    {
        Move(ink, curve.Start);
        Relative(ink, 'q', curve.Start, curve.Control, curve.End);
        return curve;
    }

    public void Line(Ink ink, Point from, Point to)
    {
        Move(ink, from);
        Relative(ink, 'l', from, to);
    }

    /// <summary>A round spot: a line without length, whose size is the ink's stroke width.</summary>
    public void Dot(Ink ink, Point at)
    {
        Move(ink, at);
        Layer(ink).Append("h0");
    }

    public void Disc(Ink ink, Point centre, double radius)
    {
        var r = Round(radius);
        Move(ink, new Point(centre.X - radius, centre.Y));
        Layer(ink).Append(CultureInfo.InvariantCulture, $"a{r} {r} 0 1 0 {2 * r} 0 {r} {r} 0 1 0 {-2 * r} 0");
    }

    /// <summary>A leaf or petal. <paramref name="belly"/> is its half width as a share of its length; <paramref name="curl"/> bends the tip.</summary>
    public Point Blade(Ink ink, Point from, double angle, double length, double belly, double curl = 0, double at = 0.45)
    {
        var tip = from.Towards(angle + curl, length);
        var spine = from.Towards(angle, length * at);
        var left = spine.Towards(angle - (Math.PI / 2), length * belly * 2);
        var right = spine.Towards(angle + (Math.PI / 2), length * belly * 2);
        Move(ink, from);
        Relative(ink, 'q', from, left, tip);
        Relative(ink, 'q', tip, right, from);
        return tip;
    }

    /// <summary>A leaf whose lower half lies in the shade.</summary>
    public Point Leaf(Point from, double angle, double length, double belly, double curl = 0, double at = 0.45)
    {
        var tip = Blade(Ink.Leaf, from, angle, length, belly, curl, at);
        var side = Math.Cos(angle) >= 0 ? Math.PI / 2 : -Math.PI / 2;
        var spine = from.Towards(angle, length * at);
        Move(Ink.Shade, from);
        Relative(Ink.Shade, 'q', from, spine.Towards(angle + side, length * belly * 2), tip);
        Layer(Ink.Shade).Append('z');
        return tip;
    }

    /// <summary>A closed shape through smooth corners, each given as (control, end).</summary>
    public void Shape(Ink ink, Point from, params ReadOnlySpan<(Point Control, Point End)> corners)
    {
        Move(ink, from);
        var at = from;
        foreach (var (control, end) in corners)
        {
            Relative(ink, 'q', at, control, end);
            at = end;
        }

        Layer(ink).Append('z');
    }

    public void AppendTo(StringBuilder html)
    {
        for (var i = 0; i < Classes.Length; i++)
        {
            if (_layers[i] is { } path)
            {
                html.Append("<path class=").Append(Classes[i]).Append(" d=\"").Append(path).Append("\"/>");
            }
        }
    }

    private StringBuilder Layer(Ink ink) => _layers[(int)ink] ??= new StringBuilder();

    private void Move(Ink ink, Point to)
    {
        var path = Layer(ink).Append('M');
        Number(path, Round(to.X), first: true);
        Number(path, Round(to.Y), first: false);
    }

    // Relative to the rounded origin, so that rounding does not add up along a path.
    private void Relative(Ink ink, char command, Point origin, params ReadOnlySpan<Point> points)
    {
        var path = Layer(ink).Append(command);
        var (x, y) = (Round(origin.X), Round(origin.Y));
        for (var i = 0; i < points.Length; i++)
        {
            Number(path, Round(points[i].X) - x, first: i == 0);
            Number(path, Round(points[i].Y) - y, first: false);
        }
    }

    // A minus sign separates by itself.
    private static void Number(StringBuilder path, int value, bool first)
    {
        if (!first && value >= 0)
        {
            path.Append(' ');
        }

        path.Append(CultureInfo.InvariantCulture, $"{value}");
    }

    private static int Round(double value) => (int)Math.Round(value);
}
