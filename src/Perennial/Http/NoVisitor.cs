namespace Perennial.Http;

/// <summary>Marks a request that nobody sent: what is asked for elsewhere on its behalf may carry nothing of any visitor.</summary>
internal sealed class NoVisitor
{
    public static readonly NoVisitor Mark = new();
}
