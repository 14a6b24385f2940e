using static Site.Illustration.Herbarium;

namespace Site.Illustration;

internal static class Roots
{
    /// <summary>Roots show what lies below, so their ground is higher.</summary>
    public const double DeepGround = 282;

    public static void Carrot(Sketch s)
    {
        foreach (var (x, size) in new[] { (200.0, 1.0), (88, 0.74), (312, 0.8) })
        {
            var crown = new Point(x, DeepGround - 8);
            Plume(s, crown, size);
            var (width, length) = (38 * size, 196 * size);
            var tip = new Point(x + s.Dice.Between(-12, 12), crown.Y + length);
            s.Shape(Ink.Petal, crown,
                (new(x + width, crown.Y - 14), new(x + (width * 0.86), crown.Y + (length * 0.2))),
                (new(x + (width * 0.5), crown.Y + (length * 0.66)), tip),
                (new(x - (width * 0.5), crown.Y + (length * 0.66)), new(x - (width * 0.86), crown.Y + (length * 0.2))),
                (new(x - width, crown.Y - 14), crown));
            for (var ring = 0.16; ring < 0.75; ring += 0.13)
            {
                var reach = width * (0.95 - ring);
                var side = s.Dice.Side();
                s.Line(Ink.Heart, new(x + (side * reach * 0.9), crown.Y + (length * ring)), new(x + (side * reach * 0.1), crown.Y + (length * ring) + 3));
            }
        }
    }

    public static void Beet(Sketch s)
    {
        foreach (var (x, size) in new[] { (200.0, 1.0), (82, 0.62), (318, 0.66) })
        {
            var centre = new Point(x, DeepGround + (44 * size));
            var radius = 62 * size;
            foreach (var lean in new[] { -26.0, 24, -9, 8 })
            {
                var rib = s.Stem(Curve.From(new(x, centre.Y - (radius * 0.8)), Up + Degrees(lean), 205 * size, lean / 260), Ink.Fold);
                s.Leaf(rib.At(0.34), rib.AngleAt(0.34), 165 * size, 0.2, lean / 300, 0.5);
            }

            s.Shape(Ink.Petal, new(x, centre.Y - radius),
                (new(x + (radius * 1.15), centre.Y - radius), new(x + radius, centre.Y)),
                (new(x + (radius * 0.8), centre.Y + (radius * 0.95)), new(x, centre.Y + (radius * 1.25))),
                (new(x - (radius * 0.8), centre.Y + (radius * 0.95)), new(x - radius, centre.Y)),
                (new(x - (radius * 1.15), centre.Y - radius), new(x, centre.Y - radius)));
            s.Stem(Curve.From(new(x, centre.Y + (radius * 1.2)), Degrees(90), 62 * size, 0.16 * s.Dice.Side()), Ink.Fold);
            s.Stem(new Curve(new(x - (radius * 0.6), centre.Y - (radius * 0.3)), new(x - (radius * 0.5), centre.Y + (radius * 0.5)), new(x, centre.Y + (radius * 0.7))), Ink.Heart);
        }
    }

    private static void Plume(Sketch s, Point crown, double size)
    {
        foreach (var lean in new[] { -30.0, -10, 9, 29 })
        {
            var rib = s.Stem(Curve.From(crown, Up + Degrees(lean), 185 * size, lean / 220));
            for (var t = 0.35; t <= 1; t += 0.16)
            {
                var reach = 42 * size * (1.3 - t);
                s.Blade(Ink.Leaf, rib.At(t), rib.AngleAt(t) - Degrees(52), reach, 0.17);
                s.Blade(Ink.Shade, rib.At(t), rib.AngleAt(t) + Degrees(52), reach, 0.17);
            }
        }
    }
}
