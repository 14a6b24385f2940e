namespace Perennial.Examples.Instrumentation;

/// <summary>A type whose only use is what it does when it is loaded.</summary>
internal static class PackageWithSideEffect
{
    static PackageWithSideEffect() => AppContext.SetData("package-with-side-effect", "loaded");
}
