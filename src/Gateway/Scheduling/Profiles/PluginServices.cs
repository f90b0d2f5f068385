using InferenceGateway.Gateway.Scheduling.Approximate;
using InferenceGateway.Gateway.Scheduling.Scorers;

namespace InferenceGateway.Gateway.Scheduling.Profiles;

/// <summary>What plug-ins are made from.</summary>
internal sealed record PluginServices(
    SchedulingOptions Options, TimeProvider Time, RandomSource Random, Forecast Forecast, ApproximatePrefixes Remembered);
