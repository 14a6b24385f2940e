using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Asks, and never lets one question end the others.</summary>
internal static class Interview
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<string> AskAsync(Site site, Question question)
    {
        try
        {
            return await question.AskAsync(site).WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception failure)
        {
            return $"no answer: {failure.Message}";
        }
    }
}
