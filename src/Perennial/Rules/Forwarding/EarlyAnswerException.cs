namespace Perennial.Rules.Forwarding;

/// <summary>Ends the sending of a body that the other server does not want any more.</summary>
internal sealed class EarlyAnswerException() : IOException("The other server answered before the request's body had ended.");
