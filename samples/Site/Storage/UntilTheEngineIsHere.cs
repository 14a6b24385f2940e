using Microsoft.Extensions.DependencyInjection.Extensions;
using Perennial.Caching;
using Perennial.Pages;

namespace Site.Storage;

/// <summary>Stands in for services that Perennial does not register yet; goes away with the first engine.</summary>
internal static class UntilTheEngineIsHere
{
    public static void AddUntilTheEngineIsHere(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.TryAddScoped<IPageContext, NoPageContext>();
        services.TryAddSingleton<IRevalidator, NoRevalidator>();
        services.AddOptions<PerennialOptions>().BindConfiguration("Perennial");
    }

    private sealed class NoPageContext(IHttpContextAccessor accessor) : IPageContext
    {
        public bool IsDraft => false;

        public void Tag(params string[] tags)
        {
        }

        public void RevalidateAfter(int seconds)
        {
        }

        public void Redirect(string location, bool permanent = false)
        {
            var response = accessor.HttpContext!.Response;
            response.StatusCode = permanent ? 308 : 307;
            response.Headers.Location = location;
        }

        public ValueTask ConnectionAsync(CancellationToken cancellationToken = default) => default;
    }

    private sealed class NoRevalidator : IRevalidator
    {
        private long _number;

        public Task<Invalidation> RevalidateAsync(CacheTag tag, CancellationToken cancellationToken = default) => Next();

        public Task<Invalidation> RevalidateAsync(
            IReadOnlyCollection<CacheTag> tags, CancellationToken cancellationToken = default) => Next();

        public Task<Invalidation> ExpireAsync(CacheTag tag, CancellationToken cancellationToken = default) => Next();

        public Task<Invalidation> ExpireAsync(
            IReadOnlyCollection<CacheTag> tags, CancellationToken cancellationToken = default) => Next();

        public Task RegenerateAsync(string path, CancellationToken cancellationToken = default) => Task.CompletedTask;

        private Task<Invalidation> Next() => Task.FromResult(new Invalidation(Interlocked.Increment(ref _number), false));
    }
}
