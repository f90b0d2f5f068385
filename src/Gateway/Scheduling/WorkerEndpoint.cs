using System.Buffers;
using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>A worker the gateway can send to: its record, what is in flight there, and its ready-made addresses.</summary>
internal sealed class WorkerEndpoint
{
    // Ids travel in header values, and several of them in one list.
    private static readonly SearchValues<char> _idChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:/@");

    private WorkerEndpoint(WorkerRecord record, Uri internalUrl, WorkerLoad load)
    {
        Record = record;
        Load = load;
        Destination = internalUrl.GetLeftPart(UriPartial.Path).TrimEnd('/');
        ChatCompletions = new Uri(Destination + "/v1/chat/completions");
        Completions = new Uri(Destination + "/v1/completions");
    }

    public WorkerRecord Record { get; }

    public WorkerLoad Load { get; }

    public string Id => Record.Id;

    /// <summary>The prefix YARP forwards to.</summary>
    public string Destination { get; }

    public Uri ChatCompletions { get; }

    public Uri Completions { get; }

    /// <summary>Null when the record's id or URL cannot be used; a directory may hold anything.</summary>
    public static WorkerEndpoint? TryCreate(WorkerRecord record, WorkerLoads loads) =>
        record.Id.Length > 0
        && !record.Id.AsSpan().ContainsAnyExcept(_idChars)
        && Uri.TryCreate(record.InternalUrl, UriKind.Absolute, out Uri? url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? new WorkerEndpoint(record, url, loads.For(record.Id))
            : null;
}
