using static Site.Illustration.Herbarium;

namespace Site.Illustration;

/// <summary>What is eaten of a plant that is neither root, pod nor truss.</summary>
internal static class Crops
{
    /// <summary>Onions and garlic sit on the soil, not in it.</summary>
    public static void Onion(Sketch s)
    {
        foreach (var (x, size) in new[] { (200.0, 1.0), (88, 0.72), (314, 0.78) })
        {
            var (radius, foot) = (62 * size, new Point(x, Ground + 12));
            var neck = new Point(x, foot.Y - (radius * 2.3));
            foreach (var lean in new[] { -27.0, 25, -9, 10 })
            {
                s.Leaf(neck.Towards(Degrees(90), radius * 0.3), Up + Degrees(lean), 205 * size, 0.055, lean / 120, 0.4);
            }

            s.Shape(Ink.Petal, neck,
                (new(x + (radius * 0.15), foot.Y - (radius * 1.7)), new(x + (radius * 0.75), foot.Y - (radius * 1.35))),
                (new(x + (radius * 1.5), foot.Y - (radius * 0.5)), new(x + (radius * 0.5), foot.Y - (radius * 0.08))),
                (new(x, foot.Y + (radius * 0.06)), new(x - (radius * 0.5), foot.Y - (radius * 0.08))),
                (new(x - (radius * 1.5), foot.Y - (radius * 0.5)), new(x - (radius * 0.75), foot.Y - (radius * 1.35))),
                (new(x - (radius * 0.15), foot.Y - (radius * 1.7)), neck));
            foreach (var rib in new[] { -1.15, -0.45, 0.45, 1.15 })
            {
                s.Stem(new Curve(neck, new(x + (radius * rib), foot.Y - radius), new(x, foot.Y)), Ink.Line);
            }

            for (var root = -2; root <= 2; root++)
            {
                s.Stem(Curve.From(foot, Degrees(90 + (root * 22)), 34 * size, 0.1 * s.Dice.Side()), Ink.Vein);
            }
        }
    }

    public static void Leek(Sketch s)
    {
        foreach (var (x, size) in new[] { (200.0, 1.0), (106, 0.82), (296, 0.86) })
        {
            var (width, top) = (15 * size, Ground - (190 * size));
            for (var pair = 0; pair < 4; pair++)
            {
                foreach (var side in new[] { -1, 1 })
                {
                    s.Leaf(new(x, top + 62 - (pair * 22)), Up + Degrees(side * (33 - (pair * 6))), (150 + (pair * 14)) * size, 0.07, side * 0.34, 0.45);
                }
            }

            s.Shape(Ink.Lip, new(x - width, Ground + 10),
                (new(x - width, top + 70), new(x, top)),
                (new(x + width, top + 70), new(x + width, Ground + 10)),
                (new(x, Ground + 26), new(x - width, Ground + 10)));
            for (var root = -3; root <= 3; root++)
            {
                s.Stem(Curve.From(new(x + (root * 4), Ground + 14), Degrees(90 - (root * 11)), 30 * size, 0.12 * s.Dice.Side()), Ink.Vein);
            }
        }
    }

    /// <summary>What is wanted lies below, so the ground is as high as for roots.</summary>
    public static void Potato(Sketch s)
    {
        var foot = new Point(200, Roots.DeepGround);
        foreach (var lean in new[] { -34.0, 33, -11, 12 })
        {
            var rib = s.Stem(Curve.From(foot, Up + Degrees(lean), 230 - Math.Abs(lean), lean / 300));
            for (var t = 0.4; t <= 0.95; t += 0.18)
            {
                s.Leaf(rib.At(t), rib.AngleAt(t) - Degrees(56), 56, 0.26, -0.15);
                s.Leaf(rib.At(t), rib.AngleAt(t) + Degrees(56), 56, 0.26, 0.15);
            }

            s.Leaf(rib.End, rib.AngleAt(1), 62, 0.28);
        }

        foreach (var (x, y, size, turn) in new[] { (112.0, 342.0, 44.0, -20.0), (206, 388, 52, 8), (298, 340, 42, 24), (150, 446, 34, 12), (276, 436, 36, -14) })
        {
            var centre = new Point(x, y);
            s.Stem(new Curve(foot, new((foot.X + x) / 2, y), centre), Ink.Vein);
            Tuber(s, centre, size, Degrees(turn + s.Dice.Between(-6, 6.0)));
        }
    }

    /// <summary>Courgettes and cucumbers: long fruits under broad leaves.</summary>
    public static void Gourd(Sketch s)
    {
        Canopy(s);
        foreach (var (x, y, turn) in new[] { (96.0, 426.0, -18.0), (212, 440, 4), (318, 424, 20) })
        {
            var (centre, angle) = (new Point(x, y), Degrees(turn));
            s.Blade(Ink.Petal, centre.Towards(angle, -86), angle, 172, 0.15, 0, 0.62);
            s.Blade(Ink.Petal, centre.Towards(angle, 86), angle + Math.PI, 172, 0.15, 0, 0.62);
            s.Stem(new Curve(centre.Towards(angle, -60), centre.Towards(angle - 1.5, 9), centre.Towards(angle, 60)), Ink.Line);
        }
    }

    public static void Squash(Sketch s)
    {
        Canopy(s);
        foreach (var (x, radius) in new[] { (200.0, 62.0), (86, 42), (318, 46) })
        {
            var centre = new Point(x, Ground + 14 - radius);
            s.Disc(Ink.Petal, new(x - (radius * 0.3), centre.Y), radius * 0.96);
            s.Disc(Ink.Petal, new(x + (radius * 0.3), centre.Y), radius * 0.96);
            foreach (var rib in new[] { -1.5, -0.5, 0.5, 1.5 })
            {
                s.Stem(new Curve(new(x, centre.Y - (radius * 0.92)), new(x + (radius * rib), centre.Y), new(x, centre.Y + (radius * 0.92))), Ink.Line);
            }

            s.Blade(Ink.Heart, new(x, centre.Y - (radius * 0.8)), Up + 0.3, 34, 0.2, 0.3);
        }
    }

    private static void Canopy(Sketch s)
    {
        var foot = new Point(200, Ground - 20);
        foreach (var (lean, length, size) in new[] { (-50.0, 235.0, 118.0), (50, 230, 116), (-17, 265, 126), (19, 255, 122) })
        {
            var stalk = s.Stem(Curve.From(foot, Up + Degrees(lean + s.Dice.Between(-4, 4.0)), length, lean / 400));
            for (var lobe = -2; lobe <= 2; lobe++)
            {
                s.Leaf(stalk.At(0.8), stalk.AngleAt(0.8) + Degrees(lobe * 42), size * (1 - (Math.Abs(lobe) * 0.16)), 0.26, 0, 0.5);
            }
        }
    }

    private static void Tuber(Sketch s, Point centre, double size, double angle)
    {
        var (left, right) = (centre.Towards(angle, -size), centre.Towards(angle, size));
        var (up, down) = (centre.Towards(angle + Up, size * 1.15), centre.Towards(angle - Up, size * 1.15));
        s.Shape(Ink.Petal, left, (up.Towards(angle, -size * 0.5), centre.Towards(angle + Up, size * 0.72)), (up.Towards(angle, size * 0.6), right), (down.Towards(angle, size * 0.5), centre.Towards(angle - Up, size * 0.72)), (down.Towards(angle, -size * 0.6), left));
        foreach (var (along, across) in new[] { (-0.5, -0.15), (0.1, 0.25), (0.5, -0.2) })
        {
            var eye = centre.Towards(angle, size * along).Towards(angle - Up, size * across);
            s.Line(Ink.Heart, eye, eye.Towards(angle, size * 0.12));
        }
    }
}
