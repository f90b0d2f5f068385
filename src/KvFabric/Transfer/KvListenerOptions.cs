using System.Net;
using InferenceGateway.Contracts;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>What a user sets about receiving KV rows; section <c>KvListener</c>.</summary>
public sealed class KvListenerOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "KvListener";

    /// <summary>Id of this worker, as its directory record has it; the host sets it.</summary>
    public string WorkerId { get; set; } = "";

    /// <summary>IP address to listen on. Loopback by default; the addresses of a pod network in containers.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on; 0 takes a free one, see <see cref="IKvListener.Endpoint"/>.</summary>
    public int Port { get; set; } = 8093;

    /// <summary>Most connections at once; one more is told so and closed. 1 to <see cref="Limits.KvConnectionsMax"/>.</summary>
    public int ConnectionsMax { get; set; } = Limits.KvConnectionsMax;

    /// <summary>Seconds a sender may stay silent between two frames, while it computes the next chunk; 0.05 to 3600.</summary>
    public double StallSeconds { get; set; } = 30;

    /// <summary>Seconds one frame may take once it has begun; 0.05 to 3600.</summary>
    public double FrameSeconds { get; set; } = 10;

    /// <summary>Seconds a connection may stay open without a transfer; 0.05 to 86400. Above the clients' value.</summary>
    public double IdleSeconds { get; set; } = 120;

    internal TimeSpan Stall => TimeSpan.FromSeconds(StallSeconds);

    internal TimeSpan Frame => TimeSpan.FromSeconds(FrameSeconds);

    internal TimeSpan Idle => TimeSpan.FromSeconds(IdleSeconds);
}

/// <summary>Collects every fault of <see cref="KvListenerOptions"/>.</summary>
internal sealed class KvListenerOptionsValidator : IValidateOptions<KvListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, KvListenerOptions options)
    {
        var faults = new OptionFaults(KvListenerOptions.Section);
        faults.CheckId(nameof(options.WorkerId), options.WorkerId);
        if (!IPAddress.TryParse(options.Address, out _))
        {
            faults.Add(nameof(options.Address), options.Address, "be an IP address");
        }

        faults.CheckRange(nameof(options.Port), options.Port, IPEndPoint.MinPort, IPEndPoint.MaxPort);
        faults.CheckRange(nameof(options.ConnectionsMax), options.ConnectionsMax, 1, Limits.KvConnectionsMax);
        faults.CheckRange(nameof(options.StallSeconds), options.StallSeconds, 0.05, 3600);
        faults.CheckRange(nameof(options.FrameSeconds), options.FrameSeconds, 0.05, 3600);
        faults.CheckRange(nameof(options.IdleSeconds), options.IdleSeconds, 0.05, 86400);
        return faults.Result;
    }
}
