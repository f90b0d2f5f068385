using InferenceGateway.EngineSimulator.Blocks;
using InferenceGateway.EngineSimulator.Handoff;
using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.EngineSimulator.Engine;

/// <summary>A request, or a prefill order, on one engine.</summary>
internal sealed class Sequence(SimulatedRequest request, int promptTokens, int outputTokens)
{
    public SimulatedRequest Request { get; } = request;

    public BlockKey[] Blocks => Request.Blocks;

    public int PromptTokens { get; } = promptTokens;

    /// <summary>0 for a prefill order.</summary>
    public int OutputTokens { get; } = outputTokens;

    public SequenceState State { get; set; } = SequenceState.Waiting;

    public BlockLease? Lease { get; set; }

    /// <summary>Prompt tokens that are there, cached or computed.</summary>
    public int Computed { get; set; }

    public int Drawn { get; set; }

    /// <summary>The other half, on the engine that waits for rows.</summary>
    public RemotePrefill? Remote { get; set; }

    /// <summary>The other half, on the engine that sends rows.</summary>
    public RemotePrefill? Order { get; init; }

    public int Context => Computed + Drawn;

    public bool Ended => State == SequenceState.Ended;
}

internal enum SequenceState
{
    Waiting,

    /// <summary>Holds a slot; another engine computes the prompt.</summary>
    AwaitingRows,

    Prefilling,

    Decoding,

    /// <summary>The prompt is computed and its last rows are on their way.</summary>
    Pushing,

    Ended,
}
