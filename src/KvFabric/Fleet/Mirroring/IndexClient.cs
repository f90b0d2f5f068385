using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.KvFabric.Fleet.Publishing;
using InferenceGateway.KvFabric.Fleet.Wire;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Fleet.Mirroring;

/// <summary>All blocks of a worker at one instant.</summary>
/// <param name="Epoch">The worker's life.</param>
/// <param name="Last">Number of the last event included.</param>
/// <param name="Runs">The blocks, in runs.</param>
internal sealed record BlockIndexAnswer(long Epoch, long Last, ReadOnlyMemory<byte> Runs);

/// <summary>Asks workers for their blocks over their internal API: few at once, each within a deadline.</summary>
internal sealed class IndexClient(IOptions<FleetOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turns = new(options.Value.IndexReadsMax);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    });

    /// <summary>Asks one worker. Null if it does not answer such questions, as foreign engines do not.</summary>
    /// <exception cref="IOException">It cannot be reached, took too long, or answered nonsense.</exception>
    public async Task<BlockIndexAnswer?> ReadAsync(WorkerRecord worker, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            using var deadline = new CancellationTokenSource(options.Value.IndexTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            return await AskAsync(worker, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"no answer within {options.Value.IndexTimeoutSeconds} s");
        }
        catch (HttpRequestException fault)
        {
            throw new IOException(fault.Message, fault);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private async Task<BlockIndexAnswer?> AskAsync(WorkerRecord worker, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(worker.InternalUrl + IFleetPublisher.IndexPath, UriKind.Absolute, out var address))
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await _http.SendAsync(request, cancellation);
        return (int)response.StatusCode switch
        {
            200 => Parse(worker, await BodyAsync(response, cancellation)),
            404 or 405 or 501 => null,
            var status => throw new IOException($"status {status}"),
        };
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        using var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        int read;
        while ((read = await body.ReadAsync(part, cancellation)) > 0)
        {
            if (bytes.Length + read > Limits.BlockIndexBytesMax)
            {
                throw new IOException($"the answer has more than {Limits.BlockIndexBytesMax} bytes");
            }

            bytes.Write(part, 0, read);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static BlockIndexAnswer Parse(WorkerRecord worker, ReadOnlyMemory<byte> body)
    {
        var reader = new WireReader(body.Span);
        return FleetFrame.TryRead(ref reader, out var frame) && frame.Kind == FrameKind.Index && frame.Sender == worker.Id
            ? new BlockIndexAnswer(frame.Epoch, frame.Number, body[^reader.Left..])
            : throw new IOException("the answer is no index of that worker's blocks");
    }
}
