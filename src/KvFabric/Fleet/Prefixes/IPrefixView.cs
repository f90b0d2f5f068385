using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.KvFabric.Fleet.Prefixes;

/// <summary>
/// A gateway's mirror of what every worker's prefix cache holds: asked in memory, without a round trip. All it says is a hint; the worker
/// has the last word. Thread-safe. Workers go by their numbers (<see cref="WorkerNumbers"/>).
/// </summary>
public interface IPrefixView
{
    /// <summary>
    /// Finds how many consecutive first blocks of a prompt each worker holds, or is expected to hold after <see cref="Expect"/>.
    /// Allocates nothing.
    /// </summary>
    /// <param name="model">The served model's name, as workers register it.</param>
    /// <param name="keys">The prompt's text keys (<see cref="Prompts.PromptChain"/>).</param>
    /// <param name="workers">Numbers of the workers asked about, all different; -1 and unknown ones hold nothing.</param>
    /// <param name="depths">Takes the number of blocks for the worker at the same place in <paramref name="workers"/>.</param>
    void Match(string model, ReadOnlySpan<BlockKey> keys, ReadOnlySpan<int> workers, Span<int> depths);

    /// <summary>
    /// A prompt was just sent to a worker, which will soon hold it: counts as held until the worker's own event says so, and no longer
    /// than <c>Fleet:ExpectSeconds</c>.
    /// </summary>
    /// <param name="model">As for <see cref="Match"/>.</param>
    /// <param name="worker">The worker's number.</param>
    /// <param name="keys">The prompt's text keys; copied.</param>
    void Expect(string model, int worker, ReadOnlySpan<BlockKey> keys);

    /// <summary>
    /// Whether the mirror is in step with this worker's events. False for a worker that publishes none, as foreign engines do, and
    /// while its blocks are being read anew; what was known before stays in use meanwhile.
    /// </summary>
    bool IsCurrent(int worker);
}
