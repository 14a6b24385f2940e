namespace Perennial.Testing.Pictures;

internal sealed record TestPicture(int Width, int Height, int Channels, byte[] Pixels)
{
    // Four colours, so that a picture that was turned or mirrored is found out.
    public static TestPicture Quarters(int width, int height) => Draw(width, height, (x, y) => (x < width / 2, y < height / 2) switch
    {
        (true, true) => [255, 0, 0],
        (false, true) => [0, 255, 0],
        (true, false) => [0, 0, 255],
        _ => [255, 255, 255],
    });

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

    public ReadOnlySpan<byte> At(double x, double y) =>
        Pixels.AsSpan((((int)(y * Height) * Width) + (int)(x * Width)) * Channels, Channels);

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
