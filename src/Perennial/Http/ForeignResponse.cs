namespace Perennial.Http;

/// <summary>Marks a response that another server made: nobody here adds to it.</summary>
internal sealed class ForeignResponse
{
    public static readonly ForeignResponse Mark = new();
}
