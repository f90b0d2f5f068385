using System.Text.Json;
using System.Text.Json.Serialization;
using InferenceGateway.Contracts.Errors;
using InferenceGateway.Contracts.Handoff;
using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Contracts;

/// <summary>Generated serializers of everything that travels between programs as JSON. No polymorphism, no reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WorkerRecord))]
[JsonSerializable(typeof(PrefillOrder))]
[JsonSerializable(typeof(PrefillReport))]
[JsonSerializable(typeof(OpenAiErrorEnvelope))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
