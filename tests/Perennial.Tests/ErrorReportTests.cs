using Microsoft.Extensions.Options;

namespace Perennial.Tests;

public sealed class ErrorReportTests
{
    [Fact]
    public void Ours_are_one_line_each_without_a_stack_trace()
    {
        using var writer = new StringWriter();
        var error = new AggregateException(
            new OptionsValidationException("", typeof(PerennialOptions), ["PER1010 no site", "PER1013 too small", "An app's own."]),
            Caught(new PerennialException("PER3010", "No build.")),
            Caught(new DotEnvException("PER1043", "A circle:\n  A, B")));

        ErrorReport.Write(error, writer, isLogged: false);

        Assert.True(ErrorReport.IsSelfExplanatory(error));
        Assert.Equal(["error PER1010: no site", "error PER1013: too small", "error An app's own.", "error PER3010: No build.", "error PER1043: A circle: A, B", ""], writer.ToString().Split(writer.NewLine));
    }

    [Fact]
    public void An_error_that_nobody_foresaw_keeps_its_stack_trace_unless_the_log_has_it()
    {
        var error = Caught(new InvalidOperationException("surprise"));

        Assert.False(ErrorReport.IsSelfExplanatory(error));
        Assert.Contains(nameof(Caught), Assert.Single(ErrorReport.Lines(error)), StringComparison.Ordinal);
        Assert.Equal("surprise", Assert.Single(ErrorReport.Lines(error, isLogged: true)));
    }

    private static Exception Caught(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
