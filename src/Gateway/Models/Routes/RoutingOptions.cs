namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>
/// Which pool a request goes to; section <c>Gateway:Routing</c>, read anew whenever the configuration changes. Without a route that matches, a
/// request goes to the pool of the model it names.
/// </summary>
public sealed class RoutingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Routing";

    /// <summary>The routes; the first that matches is taken. At most 1024.</summary>
    public IList<RouteOptions> Routes { get; } = [];
}

/// <summary>One route.</summary>
public sealed class RouteOptions
{
    /// <summary>Its name in metrics, logs and explanations; 1 to 64 characters, no two alike.</summary>
    public string Name { get; set; } = "";

    /// <summary>Model names it is for; a name that ends with <c>*</c> stands for all that begin so. None: every model.</summary>
    public IList<string> Models { get; } = [];

    /// <summary>Headers a request must carry, all of them.</summary>
    public IList<HeaderMatchOptions> Headers { get; } = [];

    /// <summary>Where it leads; among several, each gets a share of the requests by its weight. At least one, at most 64.</summary>
    public IList<RouteTargetOptions> Targets { get; } = [];

    /// <summary>Models to try in this order when the chosen one has no worker that takes requests, or is saturated. At most 8.</summary>
    public IList<string> Fallbacks { get; } = [];

    /// <summary>Whether requests of one session (<c>x-session-id</c>, else <c>prompt_cache_key</c>) always get the same target.</summary>
    public bool Sticky { get; set; }

    /// <summary>Name of the scheduling profile; empty for the default.</summary>
    public string Profile { get; set; } = "";

    /// <summary>Name of a split policy; empty for the gateway's own.</summary>
    public string SplitPolicy { get; set; } = "";

    /// <summary>Longest time for the whole answer, 0 (no bound but the activity timeout) to 24 hours.</summary>
    public TimeSpan Timeout { get; set; }

    /// <summary>Longest silence of a worker, 0 (the gateway's own) or 100 milliseconds to 24 hours.</summary>
    public TimeSpan ActivityTimeout { get; set; }

    /// <summary>Most tokens a client may ask for in one answer; more is refused. 0 for no bound.</summary>
    public long MaxTokens { get; set; }

    /// <summary>A model that gets a copy of a share of the requests; empty for none. Its answers are thrown away.</summary>
    public string MirrorModel { get; set; } = "";

    /// <summary>Share of the requests that are copied, 0 to 100 percent.</summary>
    public double MirrorPercent { get; set; } = 100;
}

/// <summary>A header a request must carry.</summary>
public sealed class HeaderMatchOptions
{
    /// <summary>The header's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The whole value it must have, letter by letter; empty when <see cref="Regex"/> is used, or when any value will do.</summary>
    public string Value { get; set; } = "";

    /// <summary>A regular expression that the whole value must match, without look-arounds and back-references; at most 512 characters.</summary>
    public string Regex { get; set; } = "";
}

/// <summary>Where a route leads.</summary>
public sealed class RouteTargetOptions
{
    /// <summary>The served model, or adapter; the request's own model name is replaced by it.</summary>
    public string Model { get; set; } = "";

    /// <summary>Its share of the requests against the other targets' weights, 0 to 1,000,000.</summary>
    public int Weight { get; set; } = 1;
}
