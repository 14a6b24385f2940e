using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Perennial.Images;
using Perennial.Imaging;
using Perennial.Imaging.Protocol;
using Perennial.Imaging.Workers;

namespace Perennial.ImagingTests;

/// <summary>A vector is a document: it can ask for files, and for more work than there is. So nobody here draws one.</summary>
[Trait("Proves", "S-65")]
public sealed class VectorTests : IDisposable
{
    /// <summary>What stands in the file that a vector asks for, and must never be seen.</summary>
    private readonly string _canary = $"canary {Guid.NewGuid():N}";
    private readonly string _file = Path.GetTempFileName();

    public VectorTests() => File.WriteAllText(_file, _canary);

    [Theory]
    [InlineData("nested")]
    [InlineData("asking")]
    public async Task A_vector_is_refused_and_reaches_no_worker(string vector)
    {
        await using var app = await StartAsync(allow: false);

        foreach (var type in (string[])["svg", "png"])
        {
            using var response = await app.AskAsync($"/{vector}.{type}", "image/webp,*/*");

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.DoesNotContain(_canary, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Empty(app.Logger.Of(4000));
    }

    [Theory]
    [InlineData("nested")]
    [InlineData("asking")]
    public async Task One_that_is_allowed_is_passed_on_byte_for_byte_and_can_run_nothing(string vector)
    {
        await using var app = await StartAsync(allow: true);

        foreach (var accept in (string[])["image/avif,image/webp,*/*", "image/png", "image/avif,image/webp,*/*"])
        {
            using var response = await app.AskAsync($"/{vector}.svg", accept);

            Assert.Equal("image/svg+xml", response.Content.Headers.ContentType?.ToString());
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
            var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy")).Split(';', StringSplitOptions.TrimEntries);
            Assert.Contains("script-src 'none'", policy);
            Assert.Contains("sandbox", policy);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal(Vector(vector), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Empty(app.Logger.Of(4000));
    }

    /// <summary>Whatever the server let pass: in the worker no reader of vectors can be reached.</summary>
    [Theory]
    [InlineData("nested")]
    [InlineData("asking")]
    public async Task A_worker_that_gets_one_draws_nothing(string vector)
    {
        using var worker = WorkerProcess.Start(WorkerProgram.Find(new ImagingOptions { DecodeAvif = true }));
        await worker.GreetAsync(TestContext.Current.CancellationToken);
        foreach (var claimed in (PictureFormat[])[PictureFormat.Jpeg, PictureFormat.Png, PictureFormat.WebP, PictureFormat.Avif])
        {
            var bytes = Vector(vector);
            using var source = new MemoryStream(bytes);

            var (answer, content) = await worker.RunAsync(
                new(0, (uint)bytes.Length, 1_000_000, 10_000, 640, 10, claimed, PictureFormat.Png, 75, 6), source, TestContext.Current.CancellationToken);

            Assert.Equal(Outcome.Broken, answer.Outcome);
            Assert.DoesNotContain(_canary, Encoding.UTF8.GetString(content), StringComparison.Ordinal);
        }
    }

    public void Dispose() => File.Delete(_file);

    private Task<CodecApp> StartAsync(bool allow) => CodecApp.StartAsync(
        app => app.MapGet("/{vector}.{type}", (string vector, string type) =>
            Results.Bytes(Vector(vector), type is "svg" ? "image/svg+xml" : "image/png")),
        options => options.Images.AllowSvg = allow);

    private byte[] Vector(string name) => Encoding.UTF8.GetBytes(name is "nested" ? Nested : Asking);

    /// <summary>Each group shows the one before it ten times: a million million squares.</summary>
    private static string Nested =>
        $"""
        <svg xmlns="http://www.w3.org/2000/svg" width="640" height="640"><defs><g id="g0"><rect width="9" height="9"/></g>
        {string.Concat(Enumerable.Range(1, 12).Select(static i => $"<g id=\"g{i}\">{string.Concat(Enumerable.Repeat($"<use href=\"#g{i - 1}\"/>", 10))}</g>\n"))}</defs><use href="#g12"/></svg>
        """;

    /// <summary>By an external entity, by an inclusion, and as a picture inside the picture.</summary>
    private string Asking =>
        $"""
        <?xml version="1.0"?>
        <!DOCTYPE svg [<!ENTITY host SYSTEM "file:///etc/hostname"><!ENTITY canary SYSTEM "file://{_file}">]>
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xi="http://www.w3.org/2001/XInclude" width="640" height="640">
        <text y="20">&host; &canary;</text><text y="40"><xi:include href="file://{_file}" parse="text"/></text>
        <image href="file://{_file}" width="9" height="9"/><image href="file:///etc/hostname" width="9" height="9"/></svg>
        """;
}
