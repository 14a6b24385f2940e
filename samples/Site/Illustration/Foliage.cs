using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Foliage
{
    public static void Fern(Sketch s)
    {
        foreach (var (lean, length, bend) in new[] { (-44.0, 300.0, -0.14), (40, 310, 0.15), (-14, 370, -0.06), (13, 350, 0.07) })
        {
            var frond = s.Stem(Curve.From(new(200, Ground), Up + Degrees(lean * 0.75), length, bend));
            for (var t = 0.16; t < 1; t += 0.075)
            {
                var reach = 62 * Math.Sin(Math.PI * Math.Pow(t, 0.62));
                s.Blade(Ink.Leaf, frond.At(t), frond.AngleAt(t) - Degrees(66), reach + 8, 0.13, 0.16, 0.35);
                s.Blade(Ink.Shade, frond.At(t), frond.AngleAt(t) + Degrees(66), reach + 8, 0.13, -0.16, 0.35);
            }
        }
    }

    public static void Grass(Sketch s)
    {
        for (var i = 0; i < 17; i++)
        {
            var lean = (i - 8) * 6.6;
            var length = 265 - (Math.Abs(lean) * 1.1) + s.Dice.Between(-30, 30);
            s.Blade(i % 2 == 0 ? Ink.Leaf : Ink.Shade, new(200 + (lean / 4), Ground), Up + Degrees(lean * 0.7), length, 0.025, Degrees(lean * 0.35), 0.5);
        }

        foreach (var lean in new[] { -24.0, -11, 2, 14, 27 })
        {
            var stalk = s.Stem(Curve.From(new(200, Ground), Up + Degrees(lean), 340 + s.Dice.Between(-45, 25), lean / 170), Ink.Vein);
            for (var t = 0.66; t <= 1; t += 0.055)
            {
                s.Blade(Ink.Petal, stalk.At(t), stalk.AngleAt(t) - 0.5, 22, 0.2);
                s.Blade(Ink.Fold, stalk.At(t), stalk.AngleAt(t) + 0.5, 22, 0.2);
            }
        }
    }

    public static void Leafy(Sketch s)
    {
        var foot = new Point(200, Ground);
        foreach (var (lean, length) in new[] { (-62.0, 190.0), (62, 185), (-37, 270), (38, 262), (-14, 325), (13, 312) })
        {
            var angle = Up + Degrees(lean + s.Dice.Between(-4, 4.0));
            var rib = s.Stem(Curve.From(foot, angle, length * 0.92, lean / 500), lean is > -30 and < 30 ? Ink.Fold : Ink.Petal);
            var start = rib.At(0.3);
            s.Leaf(start, rib.AngleAt(0.3), length * 0.7, 0.3, lean / 420, 0.5);
            for (var t = 0.48; t < 0.9; t += 0.13)
            {
                var reach = length * 0.15 * (1.35 - t);
                s.Line(Ink.Vein, rib.At(t), rib.At(t).Towards(rib.AngleAt(t) - 0.8, reach));
                s.Line(Ink.Vein, rib.At(t), rib.At(t).Towards(rib.AngleAt(t) + 0.8, reach));
            }
        }
    }

    public static void Seedlings(Sketch s)
    {
        for (var i = 0; i < 6; i++)
        {
            var x = 44 + (i * (52 + i));
            var height = 30 + (i * i * 8.5);
            var stem = s.Stem(Curve.From(new(x, Ground), Up + Degrees(s.Dice.Between(-5, 5.0)), height, 0.05 * s.Dice.Side()));
            var size = 26 + (i * 2);
            s.Leaf(stem.End, Up - Degrees(62), size, 0.26, 0.12);
            s.Leaf(stem.End, Up + Degrees(62), size, 0.26, -0.12);
            for (var pair = 1; pair <= i - 2; pair++)
            {
                var node = stem.At(1 - (pair * 0.24));
                s.Leaf(node, Up - Degrees(50), size * 1.15, 0.2, -0.2);
                s.Leaf(node, Up + Degrees(50), size * 1.15, 0.2, 0.2);
            }

            for (var root = -1; root <= 1; root++)
            {
                s.Stem(Curve.From(new(x, Ground), Degrees(90 + (root * 27)), 14 + (i * 5), 0.12 * s.Dice.Side()), Ink.Vein);
            }
        }
    }
}
