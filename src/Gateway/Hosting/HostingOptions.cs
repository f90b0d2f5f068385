namespace InferenceGateway.Gateway.Hosting;

/// <summary>Where the gateway listens and how it leaves; section <c>Gateway</c>.</summary>
public sealed class HostingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway";

    /// <summary>The port clients talk to.</summary>
    public ListenerOptions Api { get; set; } = new() { Port = 8080 };

    /// <summary>The port operators talk to: metrics, health, readiness.</summary>
    public ListenerOptions Management { get; set; } = new() { Port = 9090 };

    /// <summary>How long running requests may go on after a stop was asked for. Range 0 to 1 hour.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>One listening socket.</summary>
public sealed class ListenerOptions
{
    /// <summary>IP address to bind; loopback unless set, <c>0.0.0.0</c> or <c>::</c> for every interface.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port, 0 to 65535; 0 takes a free one.</summary>
    public int Port { get; set; }
}
