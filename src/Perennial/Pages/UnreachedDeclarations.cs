using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perennial.Pages;

/// <summary>Endpoints that say that they are kept and do not answer GET, so that nobody would ever notice what they say.</summary>
internal static class UnreachedDeclarations
{
    public static IEnumerable<Endpoint> In(IReadOnlyCollection<Endpoint> endpoints)
    {
        // What is said of a controller or group stands on each of its endpoints as the same object; then its posts are meant by
        // nobody. Attributes are equal by value, so only the reference tells one declaration from two that say the same.
        var reached = endpoints.Where(AnswersGet)
            .SelectMany(static endpoint => endpoint.Metadata.OfType<KeptPageAttribute>())
            .ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return endpoints.Where(endpoint =>
            !AnswersGet(endpoint) && PageTable.DeclarationOf(endpoint) is KeptPageAttribute declared && !reached.Contains(declared));
    }

    public static IReadOnlyList<string> Methods(Endpoint endpoint) => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

    private static bool AnswersGet(Endpoint endpoint) =>
        Methods(endpoint) is not { Count: > 0 } methods || methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase);
}
