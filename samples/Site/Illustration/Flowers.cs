using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Flowers
{
    public static void Daisy(Sketch s)
    {
        var heads = new (double Lean, double Height, double Size)[] { (-3, 325, 68), (-22, 240, 52), (20, 255, 54) };
        foreach (var (lean, height, size) in heads)
        {
            var angle = Up + Degrees(lean + s.Dice.Between(-3, 3.0));
            var stem = s.Stem(Curve.From(new(200, Ground), angle, height + s.Dice.Between(-15, 15), lean / 260));
            foreach (var t in new[] { 0.24, 0.42, 0.6 })
            {
                var side = t == 0.42 ? 1 : -1;
                s.Leaf(stem.At(t), stem.AngleAt(t) + (side * Degrees(52)), 74 - (t * 42), 0.17, side * -0.3);
            }

            Head(s, stem.End, size);
        }

        Tuft(s, 5, 92);
    }

    public static void Umbel(Sketch s)
    {
        var stems = new (double Lean, double Height, double Span)[] { (-2, 304, 98), (-23, 222, 70), (22, 200, 64) };
        foreach (var (lean, height, span) in stems)
        {
            var angle = Up + Degrees(lean + s.Dice.Between(-2, 2.0));
            var stem = s.Stem(Curve.From(new(200, Ground), angle, height, lean / 300));
            Feather(s, stem, 0.32, -1);
            Feather(s, stem, 0.52, 1);
            Umbrella(s, stem, span);
        }
    }

    public static void Spike(Sketch s)
    {
        foreach (var (lean, height) in new[] { (-1.0, 385.0), (-17, 300), (16, 275) })
        {
            var angle = Up + Degrees(lean + s.Dice.Between(-2, 2.0));
            var stem = s.Stem(Curve.From(new(200, Ground), angle, height, lean / 400));
            for (var t = 0.42; t < 1; t += 0.056)
            {
                var length = 40 * (1.3 - t);
                var side = (int)(t * 100) % 2 == 0 ? 1 : -1;
                s.Blade(Ink.Petal, stem.At(t), stem.AngleAt(t) + (side * Degrees(62)), length + 6, 0.34, side * 0.35, 0.62);
                s.Blade(Ink.Fold, stem.At(t + 0.02), stem.AngleAt(t) - (side * Degrees(48)), length, 0.34, side * -0.3, 0.62);
            }

            s.Leaf(stem.At(0.2), stem.AngleAt(0.2) - Degrees(48), 62, 0.15, 0.3);
            s.Leaf(stem.At(0.28), stem.AngleAt(0.28) + Degrees(46), 54, 0.15, -0.3);
        }

        Tuft(s, 5, 84);
    }

    private static void Head(Sketch s, Point at, double size)
    {
        var petals = s.Dice.Between(11, 14);
        var turn = s.Dice.Between(0, 1.0);
        for (var i = 0; i < petals; i++)
        {
            var around = (i + turn) * Math.Tau / petals;
            s.Blade(i % 2 == 0 ? Ink.Fold : Ink.Petal, at, around, size * s.Dice.Between(0.93, 1.05), 0.16, 0, 0.72);
        }

        s.Disc(Ink.Heart, at, size * 0.28);
    }

    private static void Umbrella(Sketch s, Curve stem, double span)
    {
        const int Rays = 11;
        for (var i = 0; i < Rays; i++)
        {
            var share = (i - ((Rays - 1) / 2.0)) / (Rays - 1) * 2;
            var angle = stem.AngleAt(1) + (share * Degrees(68));
            var end = stem.End.Towards(angle, span * (1 - (0.16 * share * share)));
            s.Line(Ink.Vein, stem.End, end);
            for (var k = -2; k <= 2; k++)
            {
                var floret = end.Towards(angle + (k * 0.6), span * (k % 2 == 0 ? 0.18 : 0.25));
                s.Dot(k % 2 == 0 ? Ink.Dot : Ink.Bead, floret);
            }
        }
    }

    // Leaves cut as fine as dill's.
    private static void Feather(Sketch s, Curve stem, double t, int side)
    {
        var rib = Curve.From(stem.At(t), stem.AngleAt(t) + (side * Degrees(58)), 84, side * -0.18);
        s.Stem(rib, Ink.Vein);
        for (var u = 0.25; u <= 0.95; u += 0.14)
        {
            var length = 34 * (1.15 - u);
            s.Line(Ink.Vein, rib.At(u), rib.At(u).Towards(rib.AngleAt(u) - Degrees(46), length));
            s.Line(Ink.Vein, rib.At(u), rib.At(u).Towards(rib.AngleAt(u) + Degrees(46), length));
        }
    }

    private static void Tuft(Sketch s, int leaves, double length)
    {
        for (var i = 0; i < leaves; i++)
        {
            var lean = (i - ((leaves - 1) / 2.0)) * 30;
            s.Leaf(new(200, Ground), Up + Degrees(lean), length + s.Dice.Between(-14, 14), 0.16, Degrees(lean * 0.4));
        }
    }
}
