namespace InferenceGateway.Gateway.Discovery.Engines;

/// <summary>Engines of other makers, given by address; section <c>Gateway:Engines</c>.</summary>
public sealed class EnginesOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Gateway:Engines";

    /// <summary>The engines; at most 10,000.</summary>
    public IList<EngineOptions> List { get; } = [];

    /// <summary>Pause between two looks at an engine's metrics. Range 50 milliseconds to 1 minute.</summary>
    public TimeSpan ScrapeInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait for an engine's metrics. Range 50 milliseconds to 1 minute.</summary>
    public TimeSpan ScrapeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Looks in a row that may fail before an engine gets no more requests. Range 1 to 1000.</summary>
    public int FailuresToLeave { get; set; } = 3;
}

/// <summary>One engine.</summary>
public sealed class EngineOptions
{
    /// <summary>Its name in headers, metrics and logs; 1 to 128 of <c>A-Za-z0-9-._:/@</c>, no two alike.</summary>
    public string Id { get; set; } = "";

    /// <summary>Base URL of its OpenAI endpoints; a <c>/v1</c> at the end is left out.</summary>
    public string Url { get; set; } = "";

    /// <summary>The model clients ask for, as the engine knows it.</summary>
    public string Model { get; set; } = "";

    /// <summary>Adapters it has loaded, comma-separated.</summary>
    public string Adapters { get; set; } = "";

    /// <summary>What it speaks beside OpenAI's API: a name of <c>EngineDialect</c>, any but <c>Native</c>.</summary>
    public string Dialect { get; set; } = nameof(EngineDialect.OpenAi);

    /// <summary>Its pool: <c>Decode</c> also for an engine that does all by itself, <c>Prefill</c> for one that only computes prompts.</summary>
    public string Role { get; set; } = "Decode";

    /// <summary>Requests it runs at once. Range 1 to 100,000.</summary>
    public int Slots { get; set; } = 64;

    /// <summary>Longest sequence it can hold, in tokens. Range 16 to 100,000,000.</summary>
    public int ContextLength { get; set; } = 32_768;

    /// <summary>Labels as <c>name=value,name=value</c>.</summary>
    public string Labels { get; set; } = "";

    /// <summary>Where its metrics are; empty for <c>/metrics</c> beside its endpoints, <c>none</c> to look at none.</summary>
    public string MetricsUrl { get; set; } = "";

    /// <summary>Port on which an SGLang prefill engine meets its decode engines. Range 1 to 65535.</summary>
    public int BootstrapPort { get; set; } = 8998;

    /// <summary>File that holds the key the engine asks for; empty for none. Clients' own keys never reach it.</summary>
    public string ApiKeyFile { get; set; } = "";
}
