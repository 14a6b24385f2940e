using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Perennial.Rules.Forwarding;

/// <summary>
/// Lets every byte of a header through the server of a site that passes requests on. As it is, Kestrel refuses a request whose headers are not UTF-8, and
/// answers 500 when a response's are not ASCII: the ETag of another server may be neither (RFC 9110 §5.5, obs-text).
/// What the app has set itself stays.
/// </summary>
internal sealed class HeaderBytes(Func<RuleTable> table, ProxyRegistration? proxy = null) : IConfigureOptions<KestrelServerOptions>
{
    private const string AnyName = "ETag";

    // Text that has no such bytes is an error, as it was before; never a question mark that nobody sent.
    private static readonly Encoding Bytes =
        Encoding.GetEncoding("iso-8859-1", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    public void Configure(KestrelServerOptions options)
    {
        var passesOn = PassesOn();
        if (passesOn && options.RequestHeaderEncodingSelector(AnyName) is null)
        {
            options.RequestHeaderEncodingSelector =
                static name => name.Equals("Connection", StringComparison.OrdinalIgnoreCase) ? ConnectionField.Instance : Encoding.Latin1;
        }

        // A proxy may pass a request on, and nobody knows before it does.
        if ((passesOn || proxy is not null) && options.ResponseHeaderEncodingSelector(AnyName) is null)
        {
            options.ResponseHeaderEncodingSelector = static _ => Bytes;
        }
    }

    private bool PassesOn()
    {
        try
        {
            return table().ExternalRewrites.Any();
        }
        catch (OptionsValidationException)
        {
            // The server is made with the app: too early to say what is wrong with the settings. The start says it, and well.
            return false;
        }
    }
}
