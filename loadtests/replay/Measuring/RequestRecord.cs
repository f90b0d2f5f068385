using InferenceGateway.EngineSimulator.Engine;
using InferenceGateway.Replay.Traces;

namespace InferenceGateway.Replay.Measuring;

/// <summary>What happened to one request.</summary>
public sealed class RequestRecord(TraceRequest request)
{
    public TraceRequest Request { get; } = request;

    public int CachedTokens { get; set; }

    /// <summary>Seconds from arrival to the first token; NaN if none came.</summary>
    public double FirstToken { get; set; } = double.NaN;

    public double LastToken { get; set; }

    public int Tokens { get; set; }

    /// <summary>Null when no worker took it.</summary>
    public RequestEnd? End { get; set; }

    public bool Finished => End == RequestEnd.Finished;

    /// <summary>Mean seconds between two tokens.</summary>
    public double PerToken => Tokens > 1 ? (LastToken - FirstToken) / (Tokens - 1) : 0;
}

/// <summary>What a request must keep to count as served well.</summary>
/// <param name="FirstTokenSeconds">Longest time to the first token.</param>
/// <param name="PerTokenSeconds">Longest mean time between two tokens.</param>
public sealed record Slo(double FirstTokenSeconds, double PerTokenSeconds)
{
    public bool IsKeptBy(RequestRecord record) =>
        record.Finished && record.FirstToken <= FirstTokenSeconds && record.PerToken <= PerTokenSeconds;
}
