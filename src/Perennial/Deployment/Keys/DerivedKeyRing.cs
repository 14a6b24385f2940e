using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Perennial.Deployment.Keys;

/// <summary>
/// The framework's key ring, made of the keys that an operator gives and of nothing else: all instances have the same, with no
/// folder that they share and no first one that writes it.
/// </summary>
internal sealed class DerivedKeyRing(IReadOnlyList<byte[]> keys) : IXmlRepository
{
    // AES-256-GCM takes what it needs of it by its own derivation.
    private const int MasterKeyLength = 64;

    private static readonly DateTimeOffset Made = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly XName RequiresEncryption = XNamespace.Get("http://schemas.asp.net/2015/03/dataProtection") + "requiresEncryption";

    // The framework encrypts with the key that became active last: the first of ours.
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Select((key, i) => Element(key, Made.AddDays(keys.Count - i)))];

    public void StoreElement(XElement element, string friendlyName) =>
        throw new InvalidOperationException("The keys come from the environment, and cannot be kept. Keys are not generated where Deployment:UseEncryptionKeyForDataProtection is on.");

    private static XElement Element(byte[] key, DateTimeOffset active) => new(
        "key",
        new XAttribute("id", new Guid(SharedKeys.Derive(key, "data protection id 1", 16))),
        new XAttribute("version", 1),
        Date("creationDate", Made),
        Date("activationDate", active),
        Date("expirationDate", End),
        new XElement(
            "descriptor",
            new XAttribute("deserializerType", typeof(AuthenticatedEncryptorDescriptorDeserializer).AssemblyQualifiedName!),
            new XElement(
                "descriptor",
                new XElement("encryption", new XAttribute("algorithm", "AES_256_GCM")),
                new XElement(
                    "masterKey",
                    new XAttribute(RequiresEncryption, true),
                    new XElement("value", Convert.ToBase64String(SharedKeys.Derive(key, "data protection 1", MasterKeyLength)))))));

    private static XElement Date(string name, DateTimeOffset date) => new(name, date.ToString("O", CultureInfo.InvariantCulture));
}

/// <summary>Takes the ring where the app asks for it: it signs its users in, and whoever can read the key can, too.</summary>
internal sealed class DataProtectionKeys(DeploymentOptions options, SharedKeys keys)
    : IPostConfigureOptions<KeyManagementOptions>, IPostConfigureOptions<DataProtectionOptions>
{
    private bool IsUsed => options.UseEncryptionKeyForDataProtection && keys.IsGiven;

    public void PostConfigure(string? name, KeyManagementOptions options)
    {
        if (IsUsed)
        {
            (options.XmlRepository, options.XmlEncryptor, options.AutoGenerateKeys) = (new DerivedKeyRing(keys.All), null, false);
        }
    }

    // Otherwise the path of the content root is part of every key, and instances in different folders understand nothing of each other.
    public void PostConfigure(string? name, DataProtectionOptions options)
    {
        if (IsUsed)
        {
            options.ApplicationDiscriminator ??= "perennial";
        }
    }
}
