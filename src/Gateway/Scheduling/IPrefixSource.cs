using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>Says how much of a prompt each worker holds, as far as the gateway knows from the workers' own events.</summary>
public interface IPrefixSource
{
    /// <summary>Finds how many consecutive first blocks of a prompt each worker holds. Allocates nothing.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="keys">The prompt's block keys.</param>
    /// <param name="workers">The workers asked about.</param>
    /// <param name="depths">
    /// Takes the number of blocks for the worker at the same place, -1 for a worker that sends no events; as long as
    /// <paramref name="workers"/>.
    /// </param>
    void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths);

    /// <summary>A worker was chosen for a prompt: it will hold these blocks soon, before its events say so.</summary>
    void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys);
}

/// <summary>Hears no events.</summary>
public sealed class NoPrefixes : IPrefixSource
{
    private NoPrefixes()
    {
    }

    /// <summary>The only one.</summary>
    public static NoPrefixes Instance { get; } = new();

    /// <inheritdoc/>
    public void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<WorkerEndpoint> workers, Span<int> depths) =>
        depths[..workers.Length].Fill(-1);

    /// <inheritdoc/>
    public void Expect(string model, WorkerEndpoint worker, ReadOnlySpan<BlockKey> keys)
    {
    }
}
