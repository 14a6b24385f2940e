using Microsoft.AspNetCore.Builder;

namespace Perennial.Rules;

/// <summary>
/// A path that is answered by another. To another origin it is an endpoint like any other: what can be said to an endpoint
/// can be said to it, for example <c>.Revalidate(60, tags: ["shop"])</c>.
/// </summary>
public sealed class RewriteRule : Rule, IEndpointConventionBuilder
{
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];

    /// <summary>
    /// What answers: a path of this app, or an absolute http(s) URL of another. <c>{name}</c> is replaced by a value of the
    /// source or of a condition, never in the host. The request's query goes along; what the destination says of it wins.
    /// </summary>
    public string Destination { get; set; } = "";

    /// <summary>When it is tried.</summary>
    /// <value><see cref="RewritePhase.AfterFiles"/></value>
    public RewritePhase Phase { get; set; }

    internal bool HasConventions => _conventions.Count + _finally.Count > 0;

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    internal void Apply(EndpointBuilder builder)
    {
        foreach (var convention in _conventions)
        {
            convention(builder);
        }

        foreach (var convention in _finally)
        {
            convention(builder);
        }
    }
}
