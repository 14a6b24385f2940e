using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Climbers
{
    public static void SweetPea(Sketch s) => Climb(s, (node, side) =>
    {
        var stalk = s.Stem(Curve.From(node, Up + (side * Degrees(56)), 84, side * -0.2));
        Flower(s, stalk.End, side, 40);
        Flower(s, stalk.At(0.6), side, 30);
    });

    public static void Pods(Sketch s) => Climb(s, (node, side) =>
    {
        s.Blade(Ink.Petal, node, Degrees(90 - (side * 22)), 118, 0.09, side * 0.16, 0.5);
        s.Blade(Ink.Fold, node, Degrees(90 - (side * 44)), 98, 0.09, side * 0.2, 0.5);
    });

    private static void Climb(Sketch s, Action<Point, int> hang)
    {
        s.Line(Ink.Heart, new(200, Ground + 14), new(200, 44));
        var at = new Point(200, Ground);
        var side = s.Dice.Side();
        for (var turn = 0; turn < 5; turn++)
        {
            var next = new Point(200, at.Y - 80);
            var loop = s.Stem(new Curve(at, new(200 + (side * 62), at.Y - 40), next));
            var node = loop.At(0.5);
            var leaf = s.Stem(Curve.From(node, Up + (side * Degrees(66)), 40, side * -0.2));
            s.Leaf(leaf.End, leaf.AngleAt(1) - (side * 0.7), 62 - (turn * 5), 0.26, -0.1);
            s.Leaf(leaf.End, leaf.AngleAt(1) + (side * 0.7), 62 - (turn * 5), 0.26, 0.1);
            s.Stem(Curve.From(next, Up - (side * Degrees(72)), 46, side * 0.5), Ink.Vein);
            if (turn is >= 1 and <= 4)
            {
                hang(loop.At(0.72), -side);
            }

            (at, side) = (next, -side);
        }
    }

    private static void Flower(Sketch s, Point at, int side, double size)
    {
        s.Blade(Ink.Petal, at, Up - (side * 0.5), size, 0.42, 0, 0.7);
        s.Blade(Ink.Petal, at, Up + (side * 0.75), size, 0.42, 0, 0.7);
        s.Blade(Ink.Fold, at, Up + (side * 1.9), size * 0.72, 0.4, 0, 0.6);
        s.Blade(Ink.Lip, at, Up + (side * 1.3), size * 0.6, 0.3, 0, 0.6);
    }
}
