namespace Perennial.Pages;

/// <summary>
/// Knows whether the app authenticates and authorizes before or after <c>UsePerennial</c>. WebApplication adds both by
/// itself unless a property says that they were added, and adds them too early: before routing, and before every hit.
/// </summary>
internal sealed class PipelineMarks
{
    // The contract between WebApplicationBuilder, UseAuthentication and UseAuthorization.
    private const string AuthenticationKey = "__AuthenticationMiddlewareSet";
    private const string AuthorizationKey = "__AuthorizationMiddlewareSet";
    private const string Key = "__PerennialMarks";

    private readonly IDictionary<string, object?> _properties;
    private readonly bool _authenticatesBefore;
    private readonly bool _authorizesBefore;

    private PipelineMarks(IDictionary<string, object?> properties)
    {
        _properties = properties;
        _authenticatesBefore = properties.ContainsKey(AuthenticationKey);
        _authorizesBefore = properties.ContainsKey(AuthorizationKey);

        // A later call of UseAuthorization replaces this object, which is how it is noticed.
        properties[AuthenticationKey] = this;
        properties[AuthorizationKey] = this;
        properties[Key] = this;
    }

    public bool Authenticates => _authenticatesBefore || IsReplaced(AuthenticationKey);

    public bool AuthorizesAfter => IsReplaced(AuthorizationKey);

    public bool Authorizes => _authorizesBefore || AuthorizesAfter;

    public static void Set(IDictionary<string, object?> properties) => _ = new PipelineMarks(properties);

    public static PipelineMarks? Of(IDictionary<string, object?> properties) =>
        properties.TryGetValue(Key, out var marks) ? (PipelineMarks?)marks : null;

    private bool IsReplaced(string key) => _properties.TryGetValue(key, out var mark) && !ReferenceEquals(mark, this);
}
