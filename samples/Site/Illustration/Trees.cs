using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Trees
{
    public static void Branch(Sketch s)
    {
        var bough = s.Stem(new Curve(new(20, 470), new(110, 250), new(352, 84)), Ink.Wood);
        for (var t = 0.18; t < 0.95; t += 0.13)
        {
            var side = (int)(t * 100 / 13) % 2 == 0 ? 1 : -1;
            var twig = s.Stem(Curve.From(bough.At(t), bough.AngleAt(t) + (side * Degrees(48)), 96 - (t * 42), side * -0.14));
            foreach (var u in new[] { 0.35, 0.7 })
            {
                s.Leaf(twig.At(u), twig.AngleAt(u) - Degrees(50), 54, 0.23, 0.1);
                s.Leaf(twig.At(u + 0.1), twig.AngleAt(u) + Degrees(50), 50, 0.23, -0.1);
            }

            s.Leaf(twig.End, twig.AngleAt(1), 56, 0.23);
            if (side > 0)
            {
                Apple(s, twig.At(0.5), 27);
            }
        }
    }

    public static void Fruit(Sketch s)
    {
        var stem = s.Stem(Curve.From(new(200, Ground), Up, 372, 0.04));
        foreach (var (t, side) in new[] { (0.2, -1), (0.34, 1), (0.58, -1), (0.76, 1), (0.92, -1) })
        {
            var rib = s.Stem(Curve.From(stem.At(t), Up + (side * Degrees(64)), 128 - (t * 42), side * 0.14));
            foreach (var u in new[] { 0.34, 0.62, 0.88 })
            {
                s.Leaf(rib.At(u), rib.AngleAt(u) - Degrees(56), 46, 0.24, -0.15);
                s.Leaf(rib.At(u), rib.AngleAt(u) + Degrees(56), 44, 0.24, 0.15);
            }

            s.Leaf(rib.End, rib.AngleAt(1), 58, 0.24);
        }

        foreach (var (t, side) in new[] { (0.46, -1), (0.66, 1), (0.28, 1) })
        {
            var truss = s.Stem(Curve.From(stem.At(t), Degrees(90 - (side * 58)), 76, side * -0.2));
            Tomato(s, truss.End, 25);
            Tomato(s, truss.At(0.62).Towards(Degrees(90), 24), 23);
            Tomato(s, truss.At(0.25).Towards(Degrees(90), 18), 19);
        }
    }

    private static void Apple(Sketch s, Point at, double radius)
    {
        var centre = at.Towards(Degrees(90), radius + 16);
        s.Stem(new Curve(at, new(at.X + 5, at.Y + 8), centre));
        s.Disc(Ink.Petal, centre, radius);
        s.Stem(new Curve(centre.Towards(Degrees(-150), radius * 0.62), centre.Towards(Degrees(180), radius * 0.8), centre.Towards(Degrees(140), radius * 0.62)), Ink.Line);
    }

    private static void Tomato(Sketch s, Point centre, double radius)
    {
        s.Disc(Ink.Petal, centre, radius);
        for (var i = 0; i < 5; i++)
        {
            s.Blade(Ink.Shade, centre.Towards(Up, radius * 0.72), Degrees(90 + ((i - 2) * 62)), radius * 0.66, 0.16);
        }
    }
}
