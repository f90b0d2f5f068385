using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Hosting;

/// <summary>How options are bound.</summary>
public static class OptionsBinding
{
    /// <summary>Adds options that are bound once and checked before the host starts.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TValidator">Finds all their faults.</typeparam>
    /// <param name="services">Takes them; a second call with the same types adds nothing new.</param>
    /// <param name="section">The section's name in the host's configuration.</param>
    public static void AddCheckedOptions<TOptions, TValidator>(this IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions> =>
        services.AddChecked<TOptions, TValidator>().BindOnce(section);

    /// <summary>The same from a configuration that is given.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <typeparam name="TValidator">Finds all their faults.</typeparam>
    /// <param name="services">Takes them.</param>
    /// <param name="configuration">Holds the section.</param>
    /// <param name="section">The section's name.</param>
    public static void AddCheckedOptions<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions> =>
        services.AddChecked<TOptions, TValidator>().Configure(value => configuration.GetSection(section).Bind(value));

    /// <summary>
    /// Binds a section once, at the start. The framework's own way binds it anew when a file changes, and throws from the file watcher's
    /// thread when a value is then at fault.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="section">The section's name.</param>
    public static OptionsBuilder<T> BindOnce<T>(this OptionsBuilder<T> options, string section)
        where T : class =>
        options.Configure<IConfiguration>((value, configuration) => configuration.GetSection(section).Bind(value));

    private static OptionsBuilder<TOptions> AddChecked<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        return services.AddOptions<TOptions>().ValidateOnStart();
    }
}
