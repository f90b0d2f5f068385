using System.Collections.Frozen;
using InferenceGateway.Contracts.Workers;
using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Discovery.Engines;

/// <summary>The engines given by address, as worker records; those that do not answer are left out.</summary>
internal sealed class EngineRegistry
{
    /// <summary>In place of a metrics URL: there is none.</summary>
    public const string NoMetrics = "none";

    private readonly Engine[] _engines;
    private readonly FrozenDictionary<string, string> _keys;
    private readonly FrozenDictionary<string, int> _bootstrapPorts;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _away = new(StringComparer.Ordinal);
    private volatile WorkerRecord[] _present;

    public EngineRegistry(IOptions<EnginesOptions> options)
    {
        _engines = [.. options.Value.List.Select(Describe)];
        _keys = options.Value.List
            .Where(engine => engine.ApiKeyFile.Length > 0)
            .ToFrozenDictionary(engine => engine.Id, engine => File.ReadAllText(engine.ApiKeyFile).Trim(), StringComparer.Ordinal);
        _bootstrapPorts = options.Value.List.ToFrozenDictionary(engine => engine.Id, engine => engine.BootstrapPort, StringComparer.Ordinal);
        _present = [.. _engines.Select(engine => engine.Record)];
    }

    /// <summary>Raised after <see cref="Present"/> has become another.</summary>
    public event Action? Changed;

    /// <summary>All of them.</summary>
    public IReadOnlyList<Engine> Engines => _engines;

    /// <summary>Those that answer. Another array after every change.</summary>
    public WorkerRecord[] Present => _present;

    /// <summary>The key that engine asks for, or null.</summary>
    public string? KeyOf(string engine) => _keys.GetValueOrDefault(engine);

    /// <summary>SGLang's meeting port of that engine.</summary>
    public int BootstrapPortOf(string engine) => _bootstrapPorts[engine];

    /// <summary>An engine answers, or does not.</summary>
    /// <returns>True when that is news.</returns>
    public bool Set(Engine engine, bool present)
    {
        bool news;
        lock (_gate)
        {
            news = present ? _away.Remove(engine.Record.Id) : _away.Add(engine.Record.Id);
            if (news)
            {
                _present = [.. _engines.Select(each => each.Record).Where(record => !_away.Contains(record.Id))];
            }
        }

        if (news)
        {
            Changed?.Invoke();
        }

        return news;
    }

    private static Engine Describe(EngineOptions options)
    {
        string url = options.Url.TrimEnd('/');
        url = url.EndsWith("/v1", StringComparison.Ordinal) ? url[..^3] : url;
        Uri? metrics = options.MetricsUrl switch
        {
            NoMetrics => null,
            "" => new Uri(url + "/metrics"),
            _ => new Uri(options.MetricsUrl),
        };
        return new Engine(Record(options, url), metrics);
    }

    private static WorkerRecord Record(EngineOptions options, string url) => new()
    {
        Id = options.Id,
        Role = Enum.Parse<WorkerRole>(options.Role, ignoreCase: true),
        Model = options.Model,
        ApiUrl = url,
        InternalUrl = url,
        KvEndpoint = "",
        Epoch = 0,
        Slots = options.Slots,
        ContextLength = options.ContextLength,
        ModelHash = "",
        Adapters = options.Adapters,
        Labels = options.Labels,
        Dialect = Enum.Parse<EngineDialect>(options.Dialect, ignoreCase: true).ToString(),
    };
}

/// <summary>One engine.</summary>
/// <param name="Record">As a worker.</param>
/// <param name="Metrics">Where its metrics are, or null.</param>
internal sealed record Engine(WorkerRecord Record, Uri? Metrics);
