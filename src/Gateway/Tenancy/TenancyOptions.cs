namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Who may use the gateway, and how much of it; section <c>Tenancy</c>.</summary>
public sealed class TenancyOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Tenancy";

    /// <summary>
    /// A name of <see cref="AnonymousAccess"/>: whether requests without a key are served. They belong to the tenant
    /// <c>anonymous</c>, which can be configured like any other.
    /// </summary>
    public string Anonymous { get; set; } = nameof(AnonymousAccess.Auto);

    /// <summary>
    /// File with further keys, read again when it changes: on each line a tenant and the SHA-256 of a key in hex, apart by a blank;
    /// <c>#</c> starts a comment. Empty: none.
    /// </summary>
    public string KeysFile { get; set; } = "";

    /// <summary>How often the keys file and the JWKS file are looked at. Range 100 milliseconds to 1 hour.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>SHA-256 in hex of a key for the management port; asked for unless that port is bound to loopback.</summary>
    public List<string> AdminKeys { get; } = [];

    /// <summary>Whether <c>/metrics</c> answers without an admin key where the management port asks for one.</summary>
    public bool OpenMetrics { get; set; } = true;

    /// <summary>Bearer tokens signed by someone else.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>The tenants by id: 1 to 64 ASCII letters, digits, dashes, underscores and dots.</summary>
    public Dictionary<string, TenantOptions> Tenants { get; } = new(StringComparer.Ordinal);
}

/// <summary>When requests without a key are served.</summary>
public enum AnonymousAccess
{
    /// <summary>While no key and no JWKS file is configured and the API listens on loopback only.</summary>
    Auto,

    /// <summary>Always; a key that is sent must still be a good one where keys are configured.</summary>
    Always,

    /// <summary>Never.</summary>
    Never,
}

/// <summary>One tenant.</summary>
public sealed class TenantOptions
{
    /// <summary>Share of service against other tenants of the same priority. Range 0.01 to 1000.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>A name of <see cref="RequestPriority"/>: what a request has that asks for none.</summary>
    public string Priority { get; set; } = nameof(RequestPriority.Normal);

    /// <summary>A name of <see cref="RequestPriority"/>: the highest a request may ask for; not below <c>Priority</c>.</summary>
    public string PriorityMax { get; set; } = nameof(RequestPriority.Normal);

    /// <summary>Prompt and answer tokens in each window of <c>Gateway:Budgets:Window</c>; 0, the default, is without bound.</summary>
    public long TokenBudget { get; set; }

    /// <summary>Most requests at once, waiting ones included, on each gateway; 0, the default, is without bound.</summary>
    public int ConcurrentMax { get; set; }

    /// <summary>Longest wait for admission, 10 milliseconds to 1 hour. Unset: <c>Gateway:FlowControl:QueueTimeout</c>.</summary>
    public TimeSpan? QueueTimeout { get; set; }

    /// <summary>Whether the headers <c>x-llm-d-inference-fairness-id</c> and <c>x-llm-d-inference-objective</c> of its requests count.</summary>
    public bool NamesFlows { get; set; }

    /// <summary>Whether its prompts may be answered from rows that other tenants' prompts left in a prefix cache, and the other way round.</summary>
    public bool SharesCache { get; set; }

    /// <summary>SHA-256 in hex of an API key; several may be valid at once, so that keys can be changed without a gap.</summary>
    public List<string> Keys { get; } = [];
}

/// <summary>Which JSON web tokens are believed.</summary>
public sealed class JwtOptions
{
    /// <summary>File with the issuer's public keys (a JSON web key set), read again when it changes. Empty: no token is believed.</summary>
    public string JwksFile { get; set; } = "";

    /// <summary>What <c>iss</c> must be; needed with a JWKS file.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>What <c>aud</c> must hold; needed with a JWKS file.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The claim that names the tenant.</summary>
    public string TenantClaim { get; set; } = "tenant";

    /// <summary>How far the issuer's clock may differ from this one. Range 0 to 10 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}
