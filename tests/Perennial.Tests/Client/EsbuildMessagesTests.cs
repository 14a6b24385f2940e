using Perennial.Client.Build;

namespace Perennial.Tests.Client;

public sealed class EsbuildMessagesTests
{
    [Fact]
    public void An_error_has_its_place_with_columns_counted_from_one()
    {
        var error = Assert.Single(EsbuildMessages.Read("""
            ✘ [ERROR] Could not resolve "./nope"

                Client/a.ts:12:7:
                  12 │ import "./nope"
                     ╵        ~~~~~~~~

            """));

        Assert.Equal("Client/a.ts(12,8): error PER1232: Could not resolve \"./nope\"", error.ToString());
    }

    [Fact]
    public void Warnings_and_several_are_told_apart()
    {
        var found = EsbuildMessages.Read("""
            ▲ [WARNING] The "typeof" operator will never evaluate to "nope" [impossible-typeof]

                Client/b.tsx:1:68:
                  1 │ if (typeof x == "nope") {}
                    ╵                 ~~~~~~

            X [ERROR] No loader is configured for ".abc" files: Client/c.abc

                C:/gardens/Client/d.ts:3:0:
                  3 │ import "./c.abc"

            2 of 2 errors shown
            """);

        Assert.Equal(
            [
                "Client/b.tsx(1,69): warning PER1234: The \"typeof\" operator will never evaluate to \"nope\" [impossible-typeof]",
                "C:/gardens/Client/d.ts(3,1): error PER1232: No loader is configured for \".abc\" files: Client/c.abc",
            ],
            found.Select(static diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void An_error_without_a_place_takes_none_from_the_next()
    {
        var found = EsbuildMessages.Read("✘ [ERROR] Invalid target\n\n✘ [ERROR] Unexpected \"=\"\n\n    Client/a.ts:1:0:\n");

        Assert.Equal(["Perennial: error PER1232: Invalid target", "Client/a.ts(1,1): error PER1232: Unexpected \"=\""], found.Select(static diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void A_text_of_several_lines_is_one_line_for_MSBuild() =>
        Assert.Equal("Perennial: error PER1231: one two", new Diagnostic(true, "PER1231", "one\r\ntwo\n").ToString());
}
