namespace Perennial;

/// <summary>Whether this process runs tests, and the app is their guest.</summary>
internal static class TestHost
{
    private static readonly string[] Assemblies = ["Microsoft.AspNetCore.Mvc.Testing", "Microsoft.AspNetCore.TestHost"];

    /// <summary>
    /// By what is loaded: the arguments that a test host passes are anybody's, and its server is known only after the
    /// <c>.env</c> files were read. No app that serves visitors loads these.
    /// </summary>
    public static bool IsHere => AppDomain.CurrentDomain.GetAssemblies().Any(static assembly => Assemblies.Contains(assembly.GetName().Name));
}
