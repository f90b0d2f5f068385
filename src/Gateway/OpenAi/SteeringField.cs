using System.Text.Json;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>How the gateway treats a top-level field of a request.</summary>
internal enum SteeringKind
{
    /// <summary>May occur once; its value is the worker's business.</summary>
    Once,
    Model,
    Stream,
    TokenLimit,
    Prompt,
    Tools,
    Choices,
    CacheSalt,
    CacheKey,

    /// <summary>Steers a hand-off between engines: only a gateway may set it.</summary>
    Internal,
}

/// <summary>A top-level field that decides where a request goes or how much work it is.</summary>
internal sealed class SteeringField
{
    private static readonly SteeringField[] _all = Number(
    [
        new("model", SteeringKind.Model),
        new("stream", SteeringKind.Stream),
        new("max_tokens", SteeringKind.TokenLimit),
        new("max_completion_tokens", SteeringKind.TokenLimit),
        new("max_output_tokens", SteeringKind.TokenLimit),
        new("messages", SteeringKind.Prompt),
        new("prompt", SteeringKind.Prompt),
        new("input", SteeringKind.Prompt),
        new("tools", SteeringKind.Tools),
        new("n", SteeringKind.Choices),
        new("best_of", SteeringKind.Once),
        new("stream_options", SteeringKind.Once),
        new("user", SteeringKind.Once),
        new("priority", SteeringKind.Once),
        new("cache_salt", SteeringKind.CacheSalt),
        new("prompt_cache_key", SteeringKind.CacheKey),
        new("kv_transfer_params", SteeringKind.Internal),
        new("bootstrap_host", SteeringKind.Internal),
        new("bootstrap_port", SteeringKind.Internal),
        new("bootstrap_room", SteeringKind.Internal),
    ]);

    private SteeringField(string name, SteeringKind kind)
    {
        Name = name;
        Kind = kind;
    }

    public string Name { get; }

    public SteeringKind Kind { get; }

    /// <summary>Marks the field as seen.</summary>
    public uint Bit { get; private init; }

    /// <summary>The field whose name the reader stands on, however it is escaped, or null.</summary>
    public static SteeringField? Match(ref Utf8JsonReader json)
    {
        foreach (SteeringField field in _all)
        {
            if (json.ValueTextEquals(field.Name))
            {
                return field;
            }
        }

        return null;
    }

    private static SteeringField[] Number(SteeringField[] fields) =>
        [.. fields.Select((field, index) => new SteeringField(field.Name, field.Kind) { Bit = 1u << index })];
}
