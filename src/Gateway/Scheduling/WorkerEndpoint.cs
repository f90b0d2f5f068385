using System.Buffers;
using System.Collections.Frozen;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Discovery.Engines;
using InferenceGateway.Gateway.Scheduling.Load;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>A worker the gateway can send to: its record, what is in flight there, and its ready-made addresses.</summary>
public sealed class WorkerEndpoint
{
    // Ids travel in header values, and several of them in one list.
    private static readonly SearchValues<char> _idChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:/@");

    private readonly FrozenSet<string> _adapters;

    private WorkerEndpoint(WorkerRecord record, Uri internalUrl, WorkerLoads loads)
    {
        Record = record;
        Load = loads.For(record.Id);
        Number = loads.NumberOf(record.Id);
        Labels = WorkerLabels.TryParse(record.Labels) ?? WorkerLabels.None;
        _adapters = record.Adapters
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);
        Dialect = record.Dialect.Length == 0 ? EngineDialect.Native : Enum.Parse<EngineDialect>(record.Dialect);
        Destination = internalUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        ChatCompletions = new Uri(Destination + "/v1/chat/completions");
        Completions = new Uri(Destination + "/v1/completions");
    }

    /// <summary>What the directory says of it.</summary>
    public WorkerRecord Record { get; }

    /// <summary>What is in flight there and what is known of its engine; the same object for all records of one id.</summary>
    public WorkerLoad Load { get; }

    /// <summary>Its number in the fleet's tables; -1 when it has none.</summary>
    public int Number { get; }

    /// <summary>What it speaks.</summary>
    public EngineDialect Dialect { get; }

    /// <summary>Its labels; none when the record's cannot be read.</summary>
    public WorkerLabels Labels { get; }

    /// <summary>Its name.</summary>
    public string Id => Record.Id;

    /// <summary>The prefix YARP forwards to.</summary>
    public string Destination { get; }

    /// <summary>Where chats go.</summary>
    public Uri ChatCompletions { get; }

    /// <summary>Where text completions go.</summary>
    public Uri Completions { get; }

    /// <summary>Names of the adapters loaded there.</summary>
    public IEnumerable<string> Adapters => _adapters;

    /// <summary>True when the adapter is loaded there.</summary>
    public bool HasAdapter(string adapter) => _adapters.Contains(adapter);

    /// <summary>True for text that can be a worker's id.</summary>
    public static bool IsId(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(_idChars);

    /// <summary>Null when the record's id, URL or dialect cannot be used; a directory may hold anything.</summary>
    public static WorkerEndpoint? TryCreate(WorkerRecord record, WorkerLoads loads) =>
        IsId(record.Id)
        && (record.Dialect.Length == 0 || Enum.TryParse<EngineDialect>(record.Dialect, out _))
        && Uri.TryCreate(record.InternalUrl, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? new WorkerEndpoint(record, url, loads)
            : null;
}
