namespace Perennial.Testing.Pictures;

/// <summary>Pixels, eight bits for each channel: 1 grey, 3 RGB, 4 RGB and opacity.</summary>
internal sealed record TestPicture(int Width, int Height, int Channels, byte[] Pixels)
{
    /// <summary>Red, green, blue and white quarters: whoever turns or mirrors it is found out.</summary>
    public static TestPicture Quarters(int width, int height) => Draw(width, height, (x, y) => (x < width / 2, y < height / 2) switch
    {
        (true, true) => [255, 0, 0],
        (false, true) => [0, 255, 0],
        (true, false) => [0, 0, 255],
        _ => [255, 255, 255],
    });

    /// <summary>Smooth shapes with grain, as a photograph has: it is neither nothing nor noise to an encoder.</summary>
    public static TestPicture Photograph(int width, int height, int seed = 0)
    {
        var random = new Random(seed);
        return Draw(width, height, (x, y) =>
        {
            var (u, v) = ((double)x / width, (double)y / height);
            var grain = random.Next(12);
            return
            [
                (byte)((120 * (1 + Math.Sin((u * 9) + (v * 5) + seed))) + grain),
                (byte)((120 * (1 + Math.Cos((u * 4) - (v * 11)))) + grain),
                (byte)((120 * (1 + Math.Sin(u * v * 20))) + grain),
            ];
        });
    }

    public static TestPicture Draw(int width, int height, Func<int, int, byte[]> pixel)
    {
        var first = pixel(0, 0);
        var pixels = new byte[width * height * first.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                pixel(x, y).CopyTo(pixels, ((y * width) + x) * first.Length);
            }
        }

        return new(width, height, first.Length, pixels);
    }

    /// <summary>The pixel at a place given in parts of the whole.</summary>
    public ReadOnlySpan<byte> At(double x, double y) =>
        Pixels.AsSpan((((int)(y * Height) * Width) + (int)(x * Width)) * Channels, Channels);

    /// <summary>Whether that pixel has this colour, as near as a lossy format comes.</summary>
    public bool IsAt(double x, double y, params byte[] colour)
    {
        var pixel = At(x, y);
        for (var i = 0; i < colour.Length; i++)
        {
            if (Math.Abs(pixel[Math.Min(i, pixel.Length - 1)] - colour[i]) > 16)
            {
                return false;
            }
        }

        return true;
    }
}
