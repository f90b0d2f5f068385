using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Traces;

/// <summary>One request of a trace.</summary>
/// <param name="At">When it arrives, in seconds since the trace's beginning.</param>
/// <param name="PromptTokens">Tokens of its prompt, at least 1.</param>
/// <param name="OutputTokens">Tokens of its answer, at least 1.</param>
/// <param name="Blocks">Its prompt's full blocks; equal keys mean equal blocks with equal prefixes.</param>
public sealed record TraceRequest(double At, int PromptTokens, int OutputTokens, BlockKey[] Blocks);

/// <summary>Requests in the order of their arrival.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="BlockTokens">Tokens of a block.</param>
/// <param name="Requests">The requests.</param>
public sealed record Trace(string Name, int BlockTokens, IReadOnlyList<TraceRequest> Requests)
{
    /// <summary>Seconds from the beginning to the last arrival.</summary>
    public double Seconds => Requests.Count == 0 ? 0 : Requests[^1].At;

    /// <summary>Mean tokens of an answer.</summary>
    public double MeanOutput => Requests.Average(request => (double)request.OutputTokens);

    /// <summary>Mean tokens of a prompt.</summary>
    public double MeanPrompt => Requests.Average(request => (double)request.PromptTokens);
}

/// <summary>A trace or an argument that cannot be used; the message is for the person who gave it.</summary>
public sealed class ReplayException(string message) : Exception(message);
