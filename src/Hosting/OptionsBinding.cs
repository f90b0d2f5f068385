using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Hosting;

/// <summary>How options are bound.</summary>
public static class OptionsBinding
{
    /// <summary>
    /// Binds a section once, at the start. The framework's own way binds it anew when a file changes, and throws from the file watcher's
    /// thread when a value is then at fault.
    /// </summary>
    /// <param name="options">The options.</param>
    /// <param name="section">The section's name.</param>
    public static OptionsBuilder<T> BindOnce<T>(this OptionsBuilder<T> options, string section)
        where T : class =>
        options.Configure<IConfiguration>((value, configuration) => configuration.GetSection(section).Bind(value));
}
