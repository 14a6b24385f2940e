using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perennial.Images;
using Perennial.Imaging.Workers;

namespace Perennial.Imaging;

/// <summary>The call that an app makes.</summary>
public static class ImagingBuilderExtensions
{
    /// <summary>
    /// Adds the codec; options come from the section <c>Perennial:Imaging</c>, then from <paramref name="configure"/>. Where
    /// libvips cannot be found the app runs all the same, pictures stay what they are, and the log says it once.
    /// </summary>
    public static PerennialBuilder AddImaging(this PerennialBuilder builder, Action<ImagingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<ImagingOptions>()
            .Configure<IConfiguration>(static (options, configuration) => configuration.GetSection("Perennial:Imaging").Bind(options));
        builder.AddSettings(new("Imaging", typeof(ImagingOptions)));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImagingOptions>, ImagingOptionsValidator>());
        builder.Services.AddSingleton(static services => services.GetRequiredService<IOptions<ImagingOptions>>().Value);
        builder.Services.AddSingleton(static services => WorkerProgram.Find(services.GetRequiredService<ImagingOptions>()));
        builder.Services.AddSingleton(static services => new WorkerPool(
            services.GetRequiredService<ImagingOptions>(),
            services.GetRequiredService<WorkerProgram>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<WorkerPool>>()));
        builder.Services.AddSingleton<IImageCodec, WorkerCodec>();
        return builder;
    }
}
