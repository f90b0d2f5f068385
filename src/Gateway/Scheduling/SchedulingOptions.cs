using InferenceGateway.Gateway.Scheduling.Profiles;

namespace InferenceGateway.Gateway.Scheduling;

/// <summary>How workers are chosen; section <c>Gateway:Scheduling</c>.</summary>
public sealed class SchedulingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Scheduling";

    /// <summary>Largest weight of a scorer.</summary>
    public const double WeightMax = 1000;

    /// <summary>Name of the profile that chooses: a built-in one or one of <see cref="Profiles"/>.</summary>
    public string Profile { get; set; } = BuiltInProfiles.Default;

    /// <summary>Profiles beside the built-in ones, by name.</summary>
    public Dictionary<string, ProfileOptions> Profiles { get; set; } = [];

    /// <summary>Labels of the place where this gateway stands, as <c>name=value,name=value</c>; see the scorer <c>topology</c>.</summary>
    public string Labels { get; set; } = "";

    /// <summary>Goal for the time to the first token; see the scorer <c>ttft-headroom</c>. Range 1 millisecond to 1 hour.</summary>
    public TimeSpan FirstTokenGoal { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Goal for the time per generated token; see the scorer <c>tpot-headroom</c>. Range 1 millisecond to 1 minute.</summary>
    public TimeSpan TokenGoal { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// What a second of computing a prompt counts against a second of waiting; see <c>predicted-latency</c>. Work delays later requests,
    /// too, and what is computed twice is held twice. Range 1 to 100.
    /// </summary>
    public double WorkWeight { get; set; } = 1;

    /// <summary>What a second of decoding counts against one before the first token; see <c>predicted-latency</c>. Range 0 to 1.</summary>
    public double DecodeShare { get; set; } = 0.1;

    /// <summary>Requests that may wait for a slot of one worker before the filter <c>overload</c> drops it. Range 0 to 100000.</summary>
    public int OverloadWaitingMax { get; set; } = 64;

    /// <summary>Share of KV memory an engine may report in use before the filter <c>overload</c> drops it. Range 0 to 1.</summary>
    public double OverloadKvUseMax { get; set; } = 0.98;

    /// <summary>How old an engine's report of itself may be before it does not count. Range 10 milliseconds to 1 hour.</summary>
    public TimeSpan EngineAgeMax { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Most sessions remembered. Range 2 to 100000000.</summary>
    public int SessionsMax { get; set; } = 100_000;

    /// <summary>A session unused for this long may be forgotten. Range 1 second to 7 days.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most prompt blocks remembered for workers that send no events. Range 2 to 100000000.</summary>
    public int RememberedBlocksMax { get; set; } = 1_000_000;

    /// <summary>Names of profiles that are evaluated on live requests without deciding anything.</summary>
    public List<string> Shadow { get; set; } = [];

    /// <summary>Share of the requests that shadow profiles see. Range 0 to 1.</summary>
    public double ShadowShare { get; set; } = 1;
}

/// <summary>A profile as configured; a part left out is that of the profile <c>default</c>.</summary>
public sealed class ProfileOptions
{
    /// <summary>How prefill workers are chosen.</summary>
    public RoleProfileOptions? Prefill { get; set; }

    /// <summary>How decode workers are chosen.</summary>
    public RoleProfileOptions? Decode { get; set; }
}

/// <summary>One part of a profile as configured.</summary>
public sealed class RoleProfileOptions
{
    /// <summary>Names of filters, in the order they are asked; the filters <c>role</c> and <c>draining</c> always come first.</summary>
    public List<string> Filters { get; set; } = [];

    /// <summary>Weights of scorers by name, each 0 to 1000.</summary>
    public Dictionary<string, double> Scorers { get; set; } = [];

    /// <summary>Name of the picker.</summary>
    public string Picker { get; set; } = "best-score";
}
