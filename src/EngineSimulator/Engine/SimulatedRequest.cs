using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Engine;

/// <summary>What a simulated engine is asked for: lengths in place of texts.</summary>
public sealed class SimulatedRequest
{
    /// <summary>Its name in logs.</summary>
    public required string Id { get; init; }

    /// <summary>Tokens of the prompt, at least 1.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens of the answer, at least 1; the simulator knows when an answer ends.</summary>
    public required int OutputTokens { get; init; }

    /// <summary>The prompt's full blocks. A key names its block and all before it; there may be fewer keys than full blocks.</summary>
    public required BlockKey[] Blocks { get; init; }

    /// <summary>Who is told how it goes.</summary>
    public required IRequestListener Listener { get; init; }

    /// <summary>Engines that may compute the prompt for it, in the order to try them; empty: the engine itself computes it.</summary>
    public IReadOnlyList<SimulatedEngine> Prefills { get; init; } = [];
}

/// <summary>Told how a request goes, by the clock's actions.</summary>
public interface IRequestListener
{
    /// <summary>Its prompt has left the queue. Told again if the engine that computes it breaks down and another one takes over.</summary>
    /// <param name="prefill">Which engine computes it.</param>
    /// <param name="cachedTokens">Prompt tokens that need not be computed.</param>
    void Started(SimulatedEngine prefill, int cachedTokens);

    /// <summary>A token is there.</summary>
    /// <param name="index">0 for the first.</param>
    void Token(int index);

    /// <summary>It is over; nothing is told afterwards.</summary>
    void Ended(RequestEnd end);
}

/// <summary>How a request ended.</summary>
public enum RequestEnd
{
    /// <summary>With its last token.</summary>
    Finished,

    /// <summary>Whoever asked has left.</summary>
    Cancelled,

    /// <summary>The engine broke down, or no prefill engine could compute the prompt.</summary>
    Failed,
}

/// <summary>What an engine says to a request at its door.</summary>
public enum Admission
{
    /// <summary>It will be told how it goes.</summary>
    Accepted,

    /// <summary>The engine is down.</summary>
    Down,

    /// <summary>Too many wait already.</summary>
    QueueFull,

    /// <summary>It would not fit into the engine's whole KV memory.</summary>
    TooLarge,
}
