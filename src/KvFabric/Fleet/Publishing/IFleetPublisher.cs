using System.IO.Pipelines;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Fleet.States;

namespace InferenceGateway.KvFabric.Fleet.Publishing;

/// <summary>A worker's side of the fleet: says which blocks it holds and how loaded it is.</summary>
public interface IFleetPublisher
{
    /// <summary>Where a worker answers the question for its blocks (GET), on its internal port.</summary>
    const string IndexPath = "/internal/blocks";

    /// <summary>Begins to speak for a worker, through outages of Redis, until what is returned is disposed.</summary>
    /// <param name="model">The served model's name, as in the worker's record.</param>
    /// <param name="workerId">Its id, as there.</param>
    /// <param name="epoch">Its life, as there.</param>
    /// <param name="load">Its load now; asked every <c>Fleet:StateMilliseconds</c>, on any thread.</param>
    IWorkerPublisher Open(string model, string workerId, long epoch, Func<WorkerState> load);
}

/// <summary>
/// Speaks for one worker. Its methods never wait: what is said is gathered and sent in the background. Thread-safe. A block is held by the
/// worker only together with the one before it: what is stored after a block that is not held is ignored, and removing a block removes
/// all that follow it.
/// </summary>
public interface IWorkerPublisher : IAsyncDisposable
{
    /// <summary>Consecutive blocks were stored.</summary>
    /// <param name="parent">The block before the first of them; null if that begins a prompt.</param>
    /// <param name="keys">Their text keys.</param>
    void Stored(BlockKey? parent, ReadOnlySpan<BlockKey> keys);

    /// <summary>A block was removed.</summary>
    void Removed(BlockKey key);

    /// <summary>Writes all blocks of the worker, as <see cref="IFleetPublisher.IndexPath"/> answers (<c>application/octet-stream</c>).</summary>
    Task WriteIndexAsync(PipeWriter to, CancellationToken cancellation);
}
