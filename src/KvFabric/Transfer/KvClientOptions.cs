using InferenceGateway.Contracts;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>What a user sets about pushing KV rows; section <c>KvClient</c>.</summary>
public sealed class KvClientOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "KvClient";

    /// <summary>Default of <see cref="FrameBytes"/>: runs of rows long enough to copy fast, and a whole frame still within a core's cache.</summary>
    internal const int FrameBytesDefault = 1024 * 1024;

    /// <summary>Id of this worker, as its directory record has it; the host sets it.</summary>
    public string WorkerId { get; set; } = "";

    /// <summary>Payload bytes a frame should have; 4096 to <see cref="Limits.KvFramePayloadBytesMax"/>. A frame holds at least one token.</summary>
    public int FrameBytes { get; set; } = FrameBytesDefault;

    /// <summary>Seconds connecting may take; 0.05 to 600.</summary>
    public double ConnectSeconds { get; set; } = 3;

    /// <summary>Seconds the receiver may take to accept one frame or to answer; 0.05 to 3600.</summary>
    public double StallSeconds { get; set; } = 10;

    /// <summary>Seconds an unused connection is kept; 0 to 86400. Below the listeners' value.</summary>
    public double IdleSeconds { get; set; } = 60;

    internal TimeSpan Connect => TimeSpan.FromSeconds(ConnectSeconds);

    internal TimeSpan Stall => TimeSpan.FromSeconds(StallSeconds);

    internal TimeSpan Idle => TimeSpan.FromSeconds(IdleSeconds);
}

/// <summary>Collects every fault of <see cref="KvClientOptions"/>.</summary>
internal sealed class KvClientOptionsValidator : IValidateOptions<KvClientOptions>
{
    public ValidateOptionsResult Validate(string? name, KvClientOptions options)
    {
        var faults = new OptionFaults(KvClientOptions.Section);
        faults.CheckId(nameof(options.WorkerId), options.WorkerId);
        faults.CheckRange(nameof(options.FrameBytes), options.FrameBytes, 4096, Limits.KvFramePayloadBytesMax);
        faults.CheckRange(nameof(options.ConnectSeconds), options.ConnectSeconds, 0.05, 600);
        faults.CheckRange(nameof(options.StallSeconds), options.StallSeconds, 0.05, 3600);
        faults.CheckRange(nameof(options.IdleSeconds), options.IdleSeconds, 0, 86400);
        return faults.Result;
    }
}
