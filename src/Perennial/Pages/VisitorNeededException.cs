namespace Perennial.Pages;

/// <summary>Ends a render that asked for its visitor. It never reaches one.</summary>
internal sealed class VisitorNeededException()
    : Exception("This page waits for a visitor, and this render has none. Perennial renders it for each request instead.");
