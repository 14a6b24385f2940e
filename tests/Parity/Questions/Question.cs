using Perennial.Parity.Sites;

namespace Perennial.Parity.Questions;

/// <summary>Something that is asked of both sites in the same words.</summary>
/// <param name="Text">The question, as the report prints it.</param>
/// <param name="Rows">The promises of docs/rows.md that it is about.</param>
/// <param name="AskAsync">Asks it. The answer is a line; equal lines are the same behaviour.</param>
/// <param name="Better">What Perennial may answer instead.</param>
internal sealed record Question(string Text, string Rows, Func<Site, Task<string>> AskAsync, Better? Better = null);

/// <summary>An answer that is not Next's, and why a user is better off with it.</summary>
internal sealed record Better(string Answer, string Reason);
