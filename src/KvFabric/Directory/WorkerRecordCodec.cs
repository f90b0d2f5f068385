using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.KvFabric.Directory;

/// <summary>Worker records as JSON, checked in both directions: what another program wrote is not trusted.</summary>
internal static class WorkerRecordCodec
{
    private const int IdCharsMax = 256;

    /// <summary>The record as JSON.</summary>
    /// <exception cref="ArgumentException">The record breaks a rule; the message says which.</exception>
    public static byte[] Write(WorkerRecord record)
    {
        if (FaultOf(record) is { } fault)
        {
            throw new ArgumentException($"Worker record not publishable: {fault}.", nameof(record));
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(record, ContractsJsonContext.Default.WorkerRecord);
        return json.Length <= Limits.WorkerRecordBytesMax
            ? json
            : throw new ArgumentException($"Worker record not publishable: {SizeFault(json.Length)}.", nameof(record));
    }

    /// <summary>The record found under an address, or null and what is wrong with it.</summary>
    public static WorkerRecord? Read(ReadOnlySpan<byte> json, WorkerAddress address, out string? fault)
    {
        if (json.Length > Limits.WorkerRecordBytesMax)
        {
            fault = SizeFault(json.Length);
            return null;
        }

        var record = Parse(json, out fault);
        fault ??= FaultOf(record!);
        fault ??= record!.Id == address.Id && record.Model == address.Model ? null : "id or model differ from those of its key";
        return fault is null ? record : null;
    }

    private static WorkerRecord? Parse(ReadOnlySpan<byte> json, out string? fault)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, ContractsJsonContext.Default.WorkerRecord);
            fault = record is null ? "null in place of a record" : null;
            return record;
        }
        catch (JsonException exception)
        {
            fault = $"no worker record in JSON ({exception.Message})";
            return null;
        }
    }

    private static string? FaultOf(WorkerRecord record) => record switch
    {
        { Id: null or "" or { Length: > IdCharsMax } } => $"id must have 1 to {IdCharsMax} characters",
        { Model: null or "" or { Length: > Limits.ModelNameCharsMax } } => $"model must have 1 to {Limits.ModelNameCharsMax} characters",
        _ when !record.Id.All(c => c is > ' ' and < '\x7f' and not ',') => "id must be printable ASCII without blanks and commas",
        { ApiUrl: null } or { InternalUrl: null } or { KvEndpoint: null } or { ModelHash: null } => "an address or the model hash is null",
        { Epoch: < 0 } => $"epoch {record.Epoch} is negative",
        _ => null,
    };

    private static string SizeFault(int length) => $"{length} bytes of JSON, {Limits.WorkerRecordBytesMax} are allowed";
}
