using System.Collections.Frozen;

namespace InferenceGateway.Gateway.Scheduling.Profiles;

/// <summary>The profiles that need no configuration: the default, and others' ways for comparison on the same traffic.</summary>
public static class BuiltInProfiles
{
    /// <summary>Name of the profile used when nothing else is said.</summary>
    public const string Default = "default";

    private static readonly List<string> _filters = ["readiness", "adapter", "labels", "subset", "overload"];

    private static readonly FrozenDictionary<string, ProfileOptions> _all = new Dictionary<string, ProfileOptions>(StringComparer.OrdinalIgnoreCase)
    {
        [Default] = Both(("predicted-latency", 1), ("precise-prefix", 0.25), ("no-hit-spread", 0.01)),
        ["random"] = Both(),
        ["round-robin"] = new() { Prefill = Part("round-robin"), Decode = Part("round-robin") },
        ["least-request"] = Both(("in-flight-requests", 1)),
        ["dynamo-cost"] = Both(("dynamo-cost", 1)),
        ["llm-d-default"] = Both(("queue", 2), ("kv-use", 2), ("precise-prefix", 3), ("no-hit-spread", 2)),
        ["sglang-cache-aware"] = Both(("cache-aware", 1)),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => _all.Keys;

    /// <summary>The profile of that name, or null.</summary>
    public static ProfileOptions? Find(string name) => _all.GetValueOrDefault(name);

    private static ProfileOptions Both(params (string Scorer, double Weight)[] scorers) =>
        new() { Prefill = Part("best-score", scorers), Decode = Part("best-score", scorers) };

    private static RoleProfileOptions Part(string picker, params (string Scorer, double Weight)[] scorers) => new()
    {
        Filters = _filters,
        Scorers = scorers.ToDictionary(scorer => scorer.Scorer, scorer => scorer.Weight),
        Picker = picker,
    };
}
