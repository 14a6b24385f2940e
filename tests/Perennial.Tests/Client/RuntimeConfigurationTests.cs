using System.Text;
using Microsoft.Extensions.Configuration;
using Perennial.Client;

namespace Perennial.Tests.Client;

public sealed class RuntimeConfigurationTests
{
    private static readonly IConfiguration Configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["PUBLIC_API"] = "https://api.example.com",
        ["Shop:Currency"] = "EUR",
        ["Shop:Password"] = "hunter2",
        ["Section"] = "own value",
        ["Section:Secret"] = "hunter3",
        ["EMPTY"] = "",
    }).Build();

    [Fact]
    public void Listed_keys_are_given_and_no_others() =>
        Assert.Equal("""{"PUBLIC_API":"https://api.example.com","Shop:Currency":"EUR"}""", Json("PUBLIC_API", "Shop:Currency"));

    [Fact]
    public void A_key_gives_nothing_of_the_keys_below_it()
    {
        Assert.Equal("{}", Json("Shop"));
        Assert.Equal("""{"Section":"own value"}""", Json("Section"));
    }

    [Fact]
    public void Without_a_value_it_is_left_out_and_with_an_empty_one_it_is_not() => Assert.Equal("""{"EMPTY":""}""", Json("UNSET", "EMPTY"));

    private static string Json(params string[] keys) => Encoding.UTF8.GetString(RuntimeConfiguration.Json(Configuration, keys));
}
