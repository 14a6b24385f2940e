using System.Diagnostics;
using Perennial.Pages.Recording;

namespace Perennial.Tests.Pages.Recording;

public sealed class AppStackFrameTests
{
    private const string Here = "Perennial.Tests.Pages.Recording.AppStackFrameTests.";

    [Fact]
    public void A_method_is_named_with_its_file_and_line() =>
        Assert.Matches($"^{Here}{nameof(A_method_is_named_with_its_file_and_line)}, AppStackFrameTests.cs:[0-9]+$", AppStackFrame.Of(new StackTrace(fNeedFileInfo: true)));

    [Fact]
    public async Task An_async_method_is_named_as_it_was_written()
    {
        await Task.Yield();

        Assert.StartsWith(Here + nameof(An_async_method_is_named_as_it_was_written) + ",", AppStackFrame.Of(new StackTrace(fNeedFileInfo: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lambda_is_named_by_the_method_around_it()
    {
        var place = new[] { 1 }.Select(_ => AppStackFrame.Of(new StackTrace())).First();

        Assert.Equal(Here + nameof(A_lambda_is_named_by_the_method_around_it), place);
    }

    [Theory]
    [InlineData("Program+<>c+<<<Main>$>b__0_1>d", "MoveNext", "Program.Main")]
    [InlineData("Program", "<<Main>$>g__Find|0_2", "Program.Main")]
    [InlineData("Shop.Basket+<OnInitializedAsync>d__4", "MoveNext", "Shop.Basket.OnInitializedAsync")]
    [InlineData("Shop.Basket+<>c", "<Total>b__2_0", "Shop.Basket.Total")]
    [InlineData("Shop.Basket", "Total", "Shop.Basket.Total")]
    public void What_the_compiler_made_has_the_name_that_stands_in_the_source(string type, string method, string name) =>
        Assert.Equal(name, AppStackFrame.Readable(type, method));

    [Fact]
    public void The_frameworks_own_frames_are_passed_over()
    {
        var error = Assert.ThrowsAny<Exception>(static () => int.Parse("rose", System.Globalization.CultureInfo.InvariantCulture));

        Assert.StartsWith(Here + nameof(The_frameworks_own_frames_are_passed_over), AppStackFrame.Of(error), StringComparison.Ordinal);
    }
}
