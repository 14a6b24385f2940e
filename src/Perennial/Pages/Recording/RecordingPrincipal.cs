using System.Security.Claims;
using System.Security.Principal;

namespace Perennial.Pages.Recording;

/// <summary>
/// The user, in a render nobody, who notes being looked at. Wrapping the authentication feature instead would call every Razor page dynamic:
/// Blazor hands the principal on to its authentication state whether a component asks or not.
/// </summary>
internal sealed class RecordingPrincipal(ClaimsPrincipal inner, Recorder recorder) : ClaimsPrincipal(inner.Identities)
{
    public override IIdentity? Identity => Read(base.Identity);

    public override IEnumerable<ClaimsIdentity> Identities => Read(base.Identities);

    public override IEnumerable<Claim> Claims => Read(base.Claims);

    public override bool IsInRole(string role) => Read(base.IsInRole(role));

    public override Claim? FindFirst(Predicate<Claim> match) => Read(base.FindFirst(match));

    public override Claim? FindFirst(string type) => Read(base.FindFirst(type));

    public override IEnumerable<Claim> FindAll(Predicate<Claim> match) => Read(base.FindAll(match));

    public override IEnumerable<Claim> FindAll(string type) => Read(base.FindAll(type));

    public override bool HasClaim(Predicate<Claim> match) => Read(base.HasClaim(match));

    public override bool HasClaim(string type, string value) => Read(base.HasClaim(type, value));

    public override ClaimsPrincipal Clone() => Read(inner).Clone();

    public override void WriteTo(BinaryWriter writer) => Read(inner).WriteTo(writer);

    private T Read<T>(T value) => recorder.ReadUser(value);
}
