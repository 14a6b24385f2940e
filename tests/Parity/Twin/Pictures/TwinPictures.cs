namespace Twin.Pictures;

/// <summary>The settings of Next's twin: both formats, a minute at the least, and pictures of the data source.</summary>
internal static class TwinPictures
{
    public static void Configure(ImageOptions options, string origin)
    {
        options.Formats.Add(ImageFormat.Avif);
        options.Formats.Add(ImageFormat.WebP);
        options.Qualities.Add(75);
        options.Qualities.Add(50);
        options.MinimumLifetime = TimeSpan.FromSeconds(60);
        options.RemotePatterns.Add(origin + "/img/**");

        // The data source is on this machine.
        options.AllowPrivateAddresses = true;
    }
}
