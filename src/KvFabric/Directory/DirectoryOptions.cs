namespace InferenceGateway.KvFabric.Directory;

/// <summary>What a user sets about the worker directory; section <c>Directory</c>.</summary>
public sealed class DirectoryOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Directory";

    /// <summary>
    /// Where Redis is, in StackExchange.Redis notation: <c>host:port,password=...,ssl=true,serviceName=...</c>. Standalone, Sentinel
    /// and Cluster are told apart by it. It may hold a password and is never logged.
    /// </summary>
    public string ConnectionString { get; set; } = "127.0.0.1:6379";

    /// <summary>
    /// PEM file of the certificate authority that signed Redis' certificate, for <c>ssl=true</c>; empty: the system's authorities.
    /// </summary>
    public string TlsAuthorityFile { get; set; } = "";

    /// <summary>PEM file of the certificate this program shows to Redis; empty: none.</summary>
    public string TlsCertificateFile { get; set; } = "";

    /// <summary>PEM file of that certificate's private key; empty exactly if there is no certificate.</summary>
    public string TlsKeyFile { get; set; } = "";

    /// <summary>First part of every key and of the channel, so that several systems can share one Redis.</summary>
    public string KeyPrefix { get; set; } = "inference";

    /// <summary>Seconds after its last renewal at which a worker's record vanishes; 0.5 to 3600.</summary>
    public double LeaseSeconds { get; set; } = 10;

    /// <summary>Seconds between renewals; 0.1 to half a lease, so that one lost renewal costs nothing.</summary>
    public double RenewSeconds { get; set; } = 3;

    /// <summary>Seconds between full reads, which repair what announcements lost; 0.1 to 3600.</summary>
    public double SnapshotSeconds { get; set; } = 3;

    /// <summary>Seconds one command may take, connecting included; 0.1 to 60.</summary>
    public double CommandTimeoutSeconds { get; set; } = 2;

    /// <summary>
    /// Seconds a view serves from memory while Redis cannot be read, before it forgets all workers. 0, the default, is for ever:
    /// a gateway finds dead workers by itself, and forgetting live ones would turn an outage of Redis into one of the service.
    /// </summary>
    public double ForgetAfterSeconds { get; set; }

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    internal TimeSpan Renew => TimeSpan.FromSeconds(RenewSeconds);

    internal TimeSpan Snapshot => TimeSpan.FromSeconds(SnapshotSeconds);

    internal TimeSpan CommandTimeout => TimeSpan.FromSeconds(CommandTimeoutSeconds);

    internal TimeSpan ForgetAfter => TimeSpan.FromSeconds(ForgetAfterSeconds);
}
