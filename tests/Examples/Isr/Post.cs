namespace Perennial.Examples.Isr;

public sealed record Post(int Id, string Title, string Content);
