using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Prediction;
using InferenceGateway.Gateway.Scheduling;
using InferenceGateway.Gateway.Scheduling.Fleet;

namespace InferenceGateway.Gateway.Disaggregation;

/// <summary>Compares what a prompt costs on its decode worker with what it costs on a prefill worker.</summary>
/// <param name="predictor">What was learnt of both pools.</param>
/// <param name="fleet">What others say of the load.</param>
/// <param name="time">The clock.</param>
/// <param name="streamWeight">What a second of delay of one running stream counts against one of this request, 0 or more.</param>
public sealed class SplitEstimator(LatencyPredictor predictor, IFleetLoads fleet, TimeProvider time, double streamWeight)
{
    /// <summary>Estimates both.</summary>
    /// <param name="placement">The request.</param>
    /// <param name="decode">The chosen decode worker.</param>
    /// <param name="prefill">The best prefill worker.</param>
    public SplitEstimate Estimate(in Placement placement, in PickedWorker decode, in PickedWorker prefill)
    {
        PoolEstimates local = predictor.For(placement.Model, WorkerRole.Decode);
        PoolEstimates remote = predictor.For(placement.Model, WorkerRole.Prefill);
        Candidate atDecode = Picture(decode.Worker);
        Candidate atPrefill = Picture(prefill.Worker);
        double localPrefill = local.PrefillSeconds(decode.Worker.Load, placement.PromptTokens - decode.CachedTokens, 0);
        return new SplitEstimate(
            LocalWait: local.WaitSeconds(atDecode, Elapsed(atDecode)),
            LocalPrefill: localPrefill,
            // Every stream there stands still while the prompt is computed, at once or chunk by chunk.
            StreamDelay: streamWeight * atDecode.Decodes * localPrefill,
            RemoteWait: remote.WaitSeconds(atPrefill, Elapsed(atPrefill)),
            RemotePrefill: remote.PrefillSeconds(prefill.Worker.Load, placement.PromptTokens - prefill.CachedTokens, placement.PromptTokens),
            HeldShare: placement.PromptTokens == 0 ? 0 : (double)decode.CachedTokens / placement.PromptTokens);
    }

    private Candidate Picture(WorkerEndpoint worker) =>
        new(worker, worker.Load, fleet.Others(worker), fleet.Engine(worker, time.GetTimestamp()));

    private double Elapsed(in Candidate candidate) => time.GetElapsedTime(candidate.HeadSince).TotalSeconds;
}

/// <summary>Estimated seconds of both ways.</summary>
/// <param name="LocalWait">Until the decode worker could begin with the prompt.</param>
/// <param name="LocalPrefill">The prompt's computation there.</param>
/// <param name="StreamDelay">Weighted sum of what the streams running there lose meanwhile.</param>
/// <param name="RemoteWait">Until the prefill worker could begin.</param>
/// <param name="RemotePrefill">The prompt's computation there, hand-off included.</param>
/// <param name="HeldShare">Share of the prompt that the decode worker holds, 0 to 1.</param>
public readonly record struct SplitEstimate(
    double LocalWait, double LocalPrefill, double StreamDelay, double RemoteWait, double RemotePrefill, double HeldShare)
{
    /// <summary>Cost of computing the prompt on the decode worker.</summary>
    public double Local => LocalWait + LocalPrefill + StreamDelay;

    /// <summary>Cost of computing it on a prefill worker.</summary>
    public double Remote => RemoteWait + RemotePrefill;

    /// <summary>Which way is cheaper, and what decides it.</summary>
    public SplitReason Cheaper =>
        Remote < Local
            ? Remote >= LocalWait + LocalPrefill ? SplitReason.StreamsSpared
                : Remote >= LocalPrefill + StreamDelay ? SplitReason.DecodeBusy
                : SplitReason.RemoteCheaper
            : HeldShare >= 0.5 ? SplitReason.PromptHeld
            : RemotePrefill < Local ? SplitReason.PrefillBusy
            : SplitReason.LocalCheaper;
}
