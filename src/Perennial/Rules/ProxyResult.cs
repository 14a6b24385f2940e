using Microsoft.AspNetCore.Http;

namespace Perennial.Rules;

/// <summary>What a proxy decides.</summary>
public sealed class ProxyResult
{
    private ProxyResult(Kinds kind, string? destination = null, int status = 0, IResult? response = null) =>
        (Kind, To, Status, Response) = (kind, destination, status, response);

    internal enum Kinds
    {
        Continue,
        Rewrite,
        Redirect,
        Respond,
    }

    /// <summary>Lets the request go on.</summary>
    public static ProxyResult Continue { get; } = new(Kinds.Continue);

    internal Kinds Kind { get; }

    internal string? To { get; }

    internal int Status { get; }

    internal IResult? Response { get; }

    /// <summary>Lets another path of the app answer, or another origin; the visitor does not see it.</summary>
    /// <param name="destination">A path below the base path with its query, percent-encoded, or an absolute http(s) URL. Without a query the request's stays.</param>
    public static ProxyResult Rewrite(string destination)
    {
        ArgumentException.ThrowIfNullOrEmpty(destination);
        return new(Kinds.Rewrite, destination);
    }

    /// <summary>Sends the visitor elsewhere.</summary>
    /// <param name="destination">A path below the base path with its query, percent-encoded, or an absolute http(s) URL.</param>
    /// <param name="statusCode">301, 302, 303, 307 or 308. Default: 307.</param>
    public static ProxyResult Redirect(string destination, int statusCode = StatusCodes.Status307TemporaryRedirect)
    {
        ArgumentException.ThrowIfNullOrEmpty(destination);
        return statusCode is 301 or 302 or 303 or 307 or 308
            ? new(Kinds.Redirect, destination, statusCode)
            : throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A redirect has the status 301, 302, 303, 307 or 308.");
    }

    /// <summary>Answers.</summary>
    /// <param name="response">The answer, for example <c>Results.Text("No", statusCode: 403)</c>.</param>
    public static ProxyResult Respond(IResult response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return new(Kinds.Respond, response: response);
    }
}
