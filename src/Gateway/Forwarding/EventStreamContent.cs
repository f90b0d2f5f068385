using System.Net;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>A worker's event stream with the accounting around it; takes the place of the worker's own content.</summary>
internal sealed class EventStreamContent(HttpContent worker, StreamAccount account, StallWatch stall) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new EventStream(await worker.ReadAsStreamAsync(cancellationToken), account, stall);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("An event stream is read, never buffered.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            worker.Dispose();
        }

        base.Dispose(disposing);
    }
}
