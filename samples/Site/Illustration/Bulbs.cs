using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Bulbs
{
    public static void Tulip(Sketch s)
    {
        foreach (var (x, lean, height) in new[] { (200.0, 0.0, 275.0), (128, -7, 205), (275, 7, 225) })
        {
            Straps(s, x, lean, height * 0.78);
            var stem = s.Stem(Curve.From(new(x, Ground - 20), Up + Degrees(lean + s.Dice.Between(-3, 3.0)), height, lean / 200));
            Cup(s, stem.End, stem.AngleAt(1), 66);
            Bulb(s, new(x, Ground), 25);
        }
    }

    public static void Allium(Sketch s)
    {
        foreach (var (x, lean, height, radius) in new[] { (190.0, -2.0, 270.0, 64.0), (110, -8, 180, 46), (286, 9, 215, 50) })
        {
            Straps(s, x, lean, 118);
            var stem = s.Stem(Curve.From(new(x, Ground - 20), Up + Degrees(lean), height, lean / 160));
            Globe(s, stem.End, radius);
            Bulb(s, new(x, Ground), 23);
        }
    }

    public static void Snowdrop(Sketch s)
    {
        foreach (var (x, lean, height) in new[] { (196.0, 8.0, 262.0), (112, -11, 196), (276, 10, 186) })
        {
            Straps(s, x, lean, height * 0.8);
            var way = lean > 0 ? 1 : -1;
            var stem = s.Stem(Curve.From(new(x, Ground - 14), Up + Degrees(lean), height, -way * 0.06));
            var neck = s.Stem(new Curve(stem.End, stem.End.Towards(Up + (way * 0.5), 34), new(stem.End.X + (way * 34), stem.End.Y + 10)));
            Drop(s, neck.End);
            Bulb(s, new(x, Ground + 4), 17);
        }
    }

    private static void Straps(Sketch s, double x, double lean, double length)
    {
        s.Leaf(new(x, Ground - 18), Up + Degrees(lean - 17), length, 0.07, -0.22, 0.5);
        s.Leaf(new(x, Ground - 18), Up + Degrees(lean + 15), length * 0.86, 0.075, 0.26, 0.5);
    }

    private static void Bulb(Sketch s, Point at, double size)
    {
        for (var i = -3; i <= 3; i++)
        {
            var root = new Point(at.X + (i * size * 0.14), at.Y + (size * 0.9));
            s.Stem(Curve.From(root, Degrees(90 - (i * 13)), size * s.Dice.Between(0.7, 1.2), 0.1 * s.Dice.Side()), Ink.Vein);
        }

        var neck = new Point(at.X, at.Y - (size * 1.5));
        var foot = new Point(at.X, at.Y + size);
        s.Shape(Ink.Heart, neck,
            (new(at.X + (size * 0.2), at.Y - (size * 0.7)), new(at.X + (size * 0.8), at.Y)),
            (new(at.X + (size * 0.95), at.Y + (size * 0.85)), foot),
            (new(at.X - (size * 0.95), at.Y + (size * 0.85)), new(at.X - (size * 0.8), at.Y)),
            (new(at.X - (size * 0.2), at.Y - (size * 0.7)), neck));
        s.Stem(new Curve(neck, new(at.X - (size * 0.5), at.Y), foot), Ink.Line);
        s.Stem(new Curve(neck, new(at.X + (size * 0.5), at.Y), foot), Ink.Line);
    }

    private static void Cup(Sketch s, Point at, double angle, double size)
    {
        var foot = at.Towards(angle, -4);
        s.Blade(Ink.Fold, foot, angle - 0.3, size * 1.32, 0.34, 0.1, 0.42);
        s.Blade(Ink.Fold, foot, angle + 0.3, size * 1.32, 0.34, -0.1, 0.42);
        s.Blade(Ink.Petal, foot, angle - 0.42, size * 1.22, 0.25, 0.26, 0.4);
        s.Blade(Ink.Petal, foot, angle + 0.42, size * 1.22, 0.25, -0.26, 0.4);
        s.Blade(Ink.Lip, foot, angle, size * 1.2, 0.24, 0, 0.45);
    }

    // Spots on a sunflower's spiral fill a disc evenly.
    private static void Globe(Sketch s, Point at, double radius)
    {
        const int Florets = 58;
        for (var i = 0; i < Florets; i++)
        {
            var reach = radius * Math.Sqrt((i + 0.5) / Florets);
            var spot = at.Towards(i * 2.39996, reach);
            s.Dot(i % 3 == 0 ? Ink.Dot : Ink.Bead, spot);
            if (i > Florets / 2 && i % 2 == 0)
            {
                s.Line(Ink.Vein, at, spot);
            }
        }
    }

    private static void Drop(Sketch s, Point at)
    {
        s.Blade(Ink.Petal, at, Degrees(62), 56, 0.2, 0, 0.6);
        s.Blade(Ink.Petal, at, Degrees(118), 56, 0.2, 0, 0.6);
        s.Blade(Ink.Fold, at, Degrees(90), 44, 0.24, 0, 0.6);
        s.Blade(Ink.Leaf, at.Towards(Up, 8), Degrees(90), 18, 0.45, 0, 0.5);
    }
}
