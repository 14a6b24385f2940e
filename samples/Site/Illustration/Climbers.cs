using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Climbers
{
    public static void SweetPea(Sketch s) => Climb(s, true, (node, side) =>
    {
        var stalk = s.Stem(Curve.From(node, Up + (side * Degrees(62)), 96, side * -0.22));
        Flower(s, stalk.End, side, 62);
        Flower(s, stalk.At(0.5).Towards(Up + (side * Degrees(150)), 26), side, 50);
    });

    public static void Pods(Sketch s) => Climb(s, false, (node, side) =>
    {
        var stalk = s.Stem(Curve.From(node, Up + (side * Degrees(84)), 66, side * 0.3));
        s.Blade(Ink.Petal, stalk.End, Degrees(90 - (side * 6)), 132, 0.1, side * -0.12, 0.5);
        s.Blade(Ink.Fold, stalk.At(0.7), Degrees(90 + (side * 8)), 112, 0.1, side * -0.1, 0.5);
    });

    private static void Climb(Sketch s, bool hangsInside, Action<Point, int> hang)
    {
        s.Line(Ink.Wood, new(200, Ground + 14), new(200, 40));
        var at = new Point(200, Ground);
        var side = s.Dice.Side();
        for (var turn = 0; turn < 5; turn++)
        {
            var next = new Point(200, at.Y - 76);
            var loop = s.Stem(new Curve(at, new(200 + (side * 58), at.Y - 38), next));
            var node = loop.At(0.5);
            var leaf = s.Stem(Curve.From(node, Up + (side * Degrees(76)), 40, side * -0.2));
            s.Leaf(leaf.End, leaf.AngleAt(1) - (side * 0.7), 68 - (turn * 5), 0.27, -0.1);
            s.Leaf(leaf.End, leaf.AngleAt(1) + (side * 0.7), 68 - (turn * 5), 0.27, 0.1);
            s.Stem(Curve.From(next, Up - (side * Degrees(72)), 46, side * 0.5), Ink.Vein);
            if (turn is >= 1 and <= 3)
            {
                hang(loop.At(0.72), hangsInside ? -side : side);
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
