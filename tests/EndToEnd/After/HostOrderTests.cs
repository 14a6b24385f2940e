using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Perennial.EndToEnd.After;

/// <summary>What decision 0011 believes of the host and of Kestrel, asked of them, without Perennial.</summary>
public sealed class HostOrderTests
{
    [Fact]
    public async Task Kestrel_accepts_while_services_are_told_and_no_more_when_the_first_of_them_stops()
    {
        await using var app = await StartAsync();

        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                "second Stopping: accepts", "first Stopping: accepts", "ApplicationStopping: accepts", "second Stop: refuses", "first Stop: refuses",
                "second Stopped: refuses", "first Stopped: refuses", "ApplicationStopped: refuses",
            ],
            app.Services.GetRequiredService<Steps>());
    }

    [Fact]
    public async Task A_signal_fires_ApplicationStopping_while_Kestrel_accepts()
    {
        await using var app = await StartAsync();
        var ended = app.WaitForShutdownAsync(TestContext.Current.CancellationToken);

        // What the lifetime of the console does when SIGTERM comes.
        app.Lifetime.StopApplication();
        await ended;

        Assert.Contains("ApplicationStopping: accepts", app.Services.GetRequiredService<Steps>());
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Steps>();
        builder.Services.AddSingleton<IHostedService>(static services => new Witness("first", services.GetRequiredService<Steps>()));
        builder.Services.AddSingleton<IHostedService>(static services => new Witness("second", services.GetRequiredService<Steps>()));
        var app = builder.Build();
        var steps = app.Services.GetRequiredService<Steps>();
        app.Lifetime.ApplicationStopping.Register(() => steps.Note("ApplicationStopping"));
        app.Lifetime.ApplicationStopped.Register(() => steps.Note("ApplicationStopped"));
        await app.StartAsync(TestContext.Current.CancellationToken);
        steps.Port = new Uri(app.Urls.Single()).Port;
        return app;
    }

    private sealed class Steps : ConcurrentQueue<string>
    {
        public int Port { get; set; }

        public void Note(string step) => Enqueue($"{step}: {(Accepts() ? "accepts" : "refuses")}");

        private bool Accepts()
        {
            using var client = new TcpClient();
            try
            {
                client.Connect("127.0.0.1", Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }

    private sealed class Witness(string name, Steps steps) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => NoteAsync("Stopping");

        public Task StopAsync(CancellationToken cancellationToken) => NoteAsync("Stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => NoteAsync("Stopped");

        private Task NoteAsync(string step)
        {
            steps.Note($"{name} {step}");
            return Task.CompletedTask;
        }
    }
}
