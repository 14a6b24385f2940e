using Microsoft.Extensions.Logging.Abstractions;
using Perennial.Caching;
using Perennial.Images;
using Perennial.Tests.Caching;

namespace Perennial.Tests.Images;

public sealed class ImageEntriesTests
{
    [Fact]
    public void Pictures_have_memory_of_their_own_and_give_the_store_the_time_that_the_app_gives_it()
    {
        var pages = new CacheOptions { MemoryLimit = 1, ReadTimeout = TimeSpan.FromSeconds(3), WriteTimeout = TimeSpan.FromSeconds(30) };

        var limits = new ImageEntries(
            new(), pages, new FakeLedger(), new(new DictionaryStore()), TimeProvider.System, NullLogger<EntryCache>.Instance).Limits;

        Assert.Equal((pages.ReadTimeout, pages.WriteTimeout), (limits.ReadTimeout, limits.WriteTimeout));
        Assert.Equal(16 * 1024 * 1024, limits.MemoryLimit);
    }
}
