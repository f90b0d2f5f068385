using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace InferenceGateway.TestSupport;

/// <summary>One written log line.</summary>
public sealed record LogLine(string Category, LogLevel Level, EventId Id, string Message, IReadOnlyDictionary<string, object?> Fields);

/// <summary>A logger that keeps what is written, for tests to ask about.</summary>
public sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>Everything written so far.</summary>
    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>The lines of one event id.</summary>
    public IReadOnlyList<LogLine> Of(int eventId) => [.. _lines.Where(line => line.Id.Id == eventId)];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state is IReadOnlyList<KeyValuePair<string, object?>> pairs ? pairs : [];
            lines.Enqueue(new LogLine(
                category, logLevel, eventId, formatter(state, exception), fields.ToDictionary(pair => pair.Key, pair => pair.Value)));
        }
    }
}
