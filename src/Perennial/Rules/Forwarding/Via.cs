using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Perennial.Rules.Forwarding;

/// <summary>
/// This process' name in Via, which a gateway must send (RFC 9110 §7.6.3). It tells a rewrite whose destination is this very
/// site: a request that comes back would be passed on again, and again, until the machine has no more connections.
/// </summary>
internal sealed class Via
{
    // Random, so that two sites of ours in a row are no loop, and no visitor can name it to be refused.
    private readonly string _name = "perennial-" + RandomNumberGenerator.GetHexString(8, lowercase: true);

    public bool HasPassedHere(StringValues via)
    {
        foreach (var line in via)
        {
            if (line?.Contains(_name, StringComparison.Ordinal) is true)
            {
                return true;
            }
        }

        return false;
    }

    public string Mine(string protocol) => (protocol.StartsWith("HTTP/", StringComparison.Ordinal) ? protocol[5..] : "1.1") + " " + _name;
}
