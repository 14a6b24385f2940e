namespace Perennial.DotEnvTests;

/// <summary>What is written in a file, and what it means.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, string> Values => new()
    {
        { "TWITTER_USER=nextjs\nURL=https://x.com/$TWITTER_USER", "https://x.com/nextjs" },
        { "URL=https://x.com/${USER_NAME}\nUSER_NAME=later", "https://x.com/later" },
        { "URL='$P'", "of the process" },
        { "URL=${MISSING:-def}", "def" },
        { "URL=($MISSING)", "()" },
        { "A=abc\nURL=pre\\$A", "pre$A" },
        { "URL=$(date)", "$(date)" },
        { "URL=`date`", "date" },
        { "export URL=v # note", "v" },
        { "URL: colon", "colon" },
        { "URL=\"one\ntwo\"", "one\ntwo" },
        { "URL=\"one\\ntwo\"", "one\ntwo" },
        { "URL='one\\ntwo'", "one\\ntwo" },
        { "\uFEFFURL=first\r\nURL=last\r\n", "last" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_what_Next_makes_of_it(string text, string value) => Assert.Equal(value, Merge(text)["URL"]);

    [Fact]
    public void A_reference_sees_the_value_that_won()
    {
        var values = DotEnv.Merge(
            [new(".env.local", "A=local\nP=$C"), new(".env", "A=base\nC=$A")], new Dictionary<string, string>());

        Assert.Equal(("local", ""), (values["C"], values["P"]));
    }

    [Fact]
    public void A_variable_of_the_process_is_left_as_it_is() =>
        Assert.DoesNotContain("P", Merge("P=of a file").Keys);

    [Fact]
    public void How_the_process_ends_is_not_for_a_file_to_say() =>
        Assert.Equal(["A"], Merge("PERENNIAL_MANUAL_SIG_HANDLE=1\nA=1").Keys);

    private static IReadOnlyDictionary<string, string> Merge(string text) =>
        DotEnv.Merge([new(".env", text)], new Dictionary<string, string> { ["P"] = "of the process" });
}
