using System.Globalization;

namespace Perennial.Caching.Reads;

// Of a reader, and not of the render, which goes on.
internal sealed class OutOfPatienceException(TimeSpan patience)
    : TimeoutException(string.Create(CultureInfo.InvariantCulture, $"It was not made within {patience.TotalSeconds:0.#} s, and is made behind."));
