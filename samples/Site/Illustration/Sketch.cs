using System.Text;

namespace Site.Illustration;

/// <summary>
/// Draws on a sheet of 400 by 500, and writes whole numbers at half that size, relative to the last point: all shapes of one
/// ink become one path, and a plant with forty leaves is then about two kilobytes of HTML.
/// </summary>
internal sealed class Sketch(string seed)
{
    private static readonly string[] Classes =
        ["wd", "st", "lf", "sh", "vn", "pt", "fd", "lp", "bd", "dt", "ht", "ln"];

    private readonly InkPath?[] _layers = new InkPath?[Classes.Length];

    public Dice Dice { get; } = new(seed);

    public Curve Stem(Curve curve, Ink ink = Ink.Stem)
    {
        Layer(ink).Move(curve.Start).Quad(curve.Control, curve.End);
        return curve;
    }

    public void Line(Ink ink, Point from, Point to) => Layer(ink).Move(from).Line(to);

    /// <summary>A round spot: a line without length, whose size is the ink's stroke width.</summary>
    public void Dot(Ink ink, Point at) => Layer(ink).Move(at).Spot();

    public void Disc(Ink ink, Point centre, double radius) =>
        Layer(ink).Move(new Point(centre.X - radius, centre.Y)).Circle(radius);

    /// <summary>
    /// A petal or a narrow leaf. <paramref name="belly"/> is its half width as a share of its length,
    /// <paramref name="at"/> the place of its widest part, and <paramref name="curl"/> bends the tip.
    /// </summary>
    public void Blade(Ink ink, Point from, double angle, double length, double belly, double curl = 0, double at = 0.45)
    {
        var tip = from.Towards(angle + curl, length);
        Layer(ink).Move(from)
            .Quad(Side(from, angle, length, belly, at, -1), tip)
            .Quad(Side(from, angle, length, belly, at, 1), from);
    }

    /// <summary>A leaf in two halves, of which the lower lies in the shade.</summary>
    public void Leaf(Point from, double angle, double length, double belly, double curl = 0, double at = 0.45)
    {
        var tip = from.Towards(angle + curl, length);
        var lower = Math.Cos(angle) >= 0 ? 1 : -1;
        Half(Ink.Leaf, -lower);
        Half(Ink.Shade, lower);

        // Both sides wind the same way round: where two leaves of one ink cross, opposite windings would make a hole.
        void Half(Ink ink, int side)
        {
            var (start, end) = side > 0 ? (from, tip) : (tip, from);
            Layer(ink).Move(start).Quad(Side(from, angle, length, belly, at, side), end).Close();
        }
    }

    /// <summary>A closed shape through smooth corners, each given as (control, end).</summary>
    public void Shape(Ink ink, Point from, params ReadOnlySpan<(Point Control, Point End)> corners)
    {
        var path = Layer(ink).Move(from);
        foreach (var (control, end) in corners)
        {
            path.Quad(control, end);
        }

        path.Close();
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

    private static Point Side(Point from, double angle, double length, double belly, double at, int side) =>
        from.Towards(angle, length * at).Towards(angle + (side * Math.PI / 2), length * belly * 2);

    private InkPath Layer(Ink ink) => _layers[(int)ink] ??= new InkPath();
}
