using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Perennial.Deployment;
using Perennial.Deployment.Keys;

namespace Perennial.Tests.Deployment.Keys;

public sealed class DerivedKeyRingTests : IDisposable
{
    private static readonly byte[] Old = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];
    private static readonly byte[] New = [.. Enumerable.Range(50, 32).Select(static i => (byte)i)];

    private readonly List<DirectoryInfo> _folders = [];

    [Fact]
    public void Instances_with_the_same_key_read_each_other_without_a_shared_folder() =>
        Assert.Equal("x", Protector(Old).Unprotect(Protector(Old).Protect("x")));

    [Fact]
    public void An_instance_with_another_key_reads_nothing() =>
        Assert.Throws<CryptographicException>(() => Protector(New).Unprotect(Protector(Old).Protect("x")));

    [Fact]
    public void While_keys_are_exchanged_what_the_old_one_made_is_read_and_the_new_one_makes()
    {
        Assert.Equal("x", Protector(New, Old).Unprotect(Protector(Old).Protect("x")));
        Assert.Equal("x", Protector(New).Unprotect(Protector(New, Old).Protect("x")));
    }

    [Fact]
    public void A_key_that_lies_in_the_build_does_not_sign_users_in()
    {
        var (one, two) = (Protector(new SharedKeys(null, [Old])), Protector(new SharedKeys(null, [Old])));

        Assert.Throws<CryptographicException>(() => two.Unprotect(one.Protect("x")));
    }

    public void Dispose() => _folders.ForEach(static folder => folder.Delete(recursive: true));

    private IDataProtector Protector(params byte[][] keys) => Protector(new SharedKeys(keys, null));

    // With a folder of its own, as an instance in another container has.
    private IDataProtector Protector(SharedKeys keys)
    {
        _folders.Add(Directory.CreateTempSubdirectory("perennial-ring-"));
        var services = new ServiceCollection();
        services.AddDataProtection().PersistKeysToFileSystem(_folders[^1]);
        services.AddSingleton(new DeploymentOptions { UseEncryptionKeyForDataProtection = true }).AddSingleton(keys).AddSingleton<DataProtectionKeys>();
        services.AddSingleton<IPostConfigureOptions<KeyManagementOptions>>(static all => all.GetRequiredService<DataProtectionKeys>());
        services.AddSingleton<IPostConfigureOptions<DataProtectionOptions>>(static all => all.GetRequiredService<DataProtectionKeys>());
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
    }
}
