using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace InferenceGateway.Hosting;

/// <summary>One line per log entry, as every program of this system writes them.</summary>
public static class LoggingRegistration
{
    /// <summary>Console logging in one line with a UTC time; the framework's own chatter from warnings up.</summary>
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        return logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
