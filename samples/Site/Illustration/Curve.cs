namespace Site.Illustration;

internal readonly record struct Point(double X, double Y)
{
    public Point Towards(double angle, double length) =>
        new(X + (Math.Cos(angle) * length), Y + (Math.Sin(angle) * length));
}

/// <summary>A stem: a quadratic Bézier curve. Angles are in radians, and up is minus a quarter turn.</summary>
internal readonly record struct Curve(Point Start, Point Control, Point End)
{
    /// <summary>From <paramref name="start"/> towards <paramref name="angle"/>, bent sideways by a share of its length.</summary>
    public static Curve From(Point start, double angle, double length, double bend)
    {
        var end = start.Towards(angle, length);
        var middle = start.Towards(angle, length / 2);
        return new Curve(start, middle.Towards(angle + (Math.PI / 2), length * bend), end);
    }

    public Point At(double t)
    {
        var (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t);
        return new Point(
            (a * Start.X) + (b * Control.X) + (c * End.X),
            (a * Start.Y) + (b * Control.Y) + (c * End.Y));
    }

    public double AngleAt(double t) => Math.Atan2(
        ((1 - t) * (Control.Y - Start.Y)) + (t * (End.Y - Control.Y)),
        ((1 - t) * (Control.X - Start.X)) + (t * (End.X - Control.X)));
}
