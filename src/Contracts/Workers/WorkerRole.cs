using System.Text.Json.Serialization;

namespace InferenceGateway.Contracts.Workers;

/// <summary>Which pool a worker belongs to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkerRole>))]
public enum WorkerRole
{
    /// <summary>Computes prompts and pushes their KV rows to a decode worker.</summary>
    [JsonStringEnumMemberName("prefill")]
    Prefill,

    /// <summary>Generates tokens in one batch over a slot arena.</summary>
    [JsonStringEnumMemberName("decode")]
    Decode,
}
