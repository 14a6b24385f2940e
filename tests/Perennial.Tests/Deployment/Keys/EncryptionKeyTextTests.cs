using Microsoft.Extensions.Configuration;
using Perennial.Deployment.Keys;

namespace Perennial.Tests.Deployment.Keys;

public sealed class EncryptionKeyTextTests
{
    private static readonly string Sixteen = Convert.ToBase64String(new byte[16]);
    private static readonly string ThirtyTwo = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public void A_key_of_an_AES_length_is_one(int length) => Assert.Equal(length, Assert.Single(EncryptionKeyText.Parse(Convert.ToBase64String(new byte[length]))!).Length);

    [Theory]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(64)]
    public void A_key_of_another_length_is_none(int length) => Assert.Null(EncryptionKeyText.Parse(Convert.ToBase64String(new byte[length])));

    [Fact]
    public void Several_keys_have_commas_between_them() =>
        Assert.Equal([16, 32], EncryptionKeyText.Parse($"{Sixteen}, {ThirtyTwo}")!.Select(static key => key.Length));

    [Fact]
    public void One_bad_key_spoils_the_list() => Assert.Null(EncryptionKeyText.Parse($"{Sixteen},nonsense"));

    [Fact]
    public void An_empty_place_in_the_list_is_no_key() => Assert.Null(EncryptionKeyText.Parse($"{Sixteen},"));

    [Fact]
    public void More_than_eight_are_no_exchange() => Assert.Null(EncryptionKeyText.Parse(string.Join(',', Enumerable.Repeat(Sixteen, 9))));

    [Theory]
    [InlineData("PERENNIAL_ENCRYPTION_KEY")]
    [InlineData("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY")]
    public void It_is_read_under_our_name_and_under_Next_s(string name) =>
        Assert.Equal((name, Sixteen), EncryptionKeyText.In(Configuration((name, Sixteen))));

    [Fact]
    public void Our_name_comes_first() => Assert.Equal(
        "PERENNIAL_ENCRYPTION_KEY",
        EncryptionKeyText.In(Configuration(("PERENNIAL_ENCRYPTION_KEY", Sixteen), ("NEXT_SERVER_ACTIONS_ENCRYPTION_KEY", ThirtyTwo)))!.Value.Name);

    [Fact]
    public void What_is_empty_is_not_there() => Assert.Null(EncryptionKeyText.In(Configuration(("PERENNIAL_ENCRYPTION_KEY", ""))));

    private static IConfiguration Configuration(params (string Name, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(static value => KeyValuePair.Create(value.Name, (string?)value.Value)))
        .Build();
}
