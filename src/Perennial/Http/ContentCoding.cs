namespace Perennial.Http;

/// <summary>How a body is coded on the wire (RFC 9110 §8.4.1). As a set: the codings that were made at store time.</summary>
[Flags]
internal enum ContentCoding
{
    Identity = 0,
    Gzip = 1,
    Brotli = 2,
}
