namespace InferenceGateway.Contracts.Workers;

/// <summary>
/// What the directory says about one worker. A hint like all else there: it expires with its lease, and the worker itself
/// has the last word at use.
/// </summary>
public sealed record WorkerRecord
{
    /// <summary>Unique name of the worker, stable over its life, safe in headers and log lines.</summary>
    public required string Id { get; init; }

    /// <summary>The pool it belongs to.</summary>
    public required WorkerRole Role { get; init; }

    /// <summary>Model name it serves, as clients write it.</summary>
    public required string Model { get; init; }

    /// <summary>Base URL of its OpenAI endpoints for clients, for example <c>http://10.0.0.7:8082</c>.</summary>
    public required string ApiUrl { get; init; }

    /// <summary>Base URL of its internal API, never open to clients.</summary>
    public required string InternalUrl { get; init; }

    /// <summary>Address of its KV listener as <c>host:port</c>.</summary>
    public required string KvEndpoint { get; init; }

    /// <summary>Life number: a later life of the same id has a larger one, and promises of an earlier one are void.</summary>
    public required long Epoch { get; init; }

    /// <summary>Slots of its KV arena: the most sequences it holds at once.</summary>
    public required int Slots { get; init; }

    /// <summary>Longest sequence it can hold, prompt and answer together, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Hash over the model's graph, weights and tokenizer (32 hex digits); only equal ones may exchange KV rows.</summary>
    public required string ModelHash { get; init; }

    /// <summary>True once the worker takes no new work.</summary>
    public bool Draining { get; init; }

    /// <summary>Adapters it has loaded: their names, comma-separated; empty for none.</summary>
    public string Adapters { get; init; } = "";

    /// <summary>
    /// Labels as <c>name=value,name=value</c>; empty for none. <c>host</c>, <c>rack</c>, <c>zone</c> and <c>region</c> say where it
    /// stands.
    /// </summary>
    public string Labels { get; init; } = "";

    /// <summary>What it speaks beside OpenAI's API: empty for this system's own workers.</summary>
    public string Dialect { get; init; } = "";
}
