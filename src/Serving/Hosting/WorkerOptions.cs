namespace InferenceGateway.Serving.Hosting;

/// <summary>Options of a worker (section <c>Worker</c>). Checked at start by <see cref="WorkerOptionsValidator"/>.</summary>
public sealed class WorkerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Worker";

    /// <summary>Name in directory, headers and logs. Empty: role, host name and API port.</summary>
    public string Id { get; set; } = "";

    /// <summary>Model folder: a path, or the name of a folder in a <c>models</c> folder beside or above the program.</summary>
    public string Model { get; set; } = "fable";

    /// <summary>Name clients ask for. Empty: the folder's name.</summary>
    public string ModelName { get; set; } = "";

    /// <summary>Slots of the KV arena: sequences held at once. 1 to 1024.</summary>
    public int Slots { get; set; } = 16;

    /// <summary>Most tokens of one sequence, 16 to the model's context; 0 takes the model's context.</summary>
    public int ContextLength { get; set; }

    /// <summary>Prompt tokens of one Run, 16 to 8192. Running streams wait at most for one such chunk.</summary>
    public int PrefillChunkTokens { get; set; } = 128;

    /// <summary>Threads of one Run, 1 to 1024; 0 takes the number of processors.</summary>
    public int Threads { get; set; }

    /// <summary>Where the graph runs and its KV rows live: <c>Cpu</c>, or <c>Cuda</c> in a build with <c>OnnxRuntimeProvider=Gpu</c>.</summary>
    public string Device { get; set; } = "Cpu";

    /// <summary>Which device of its kind, 0 to 255.</summary>
    public int DeviceId { get; set; }

    /// <summary>Requests that may wait for a slot, 0 to 100000. One more is refused with 429.</summary>
    public int WaitingMax { get; set; } = 256;

    /// <summary>Bound of the prefix cache, in MiB: 0 to 1048576; 0 switches it off. Memory is taken as blocks are stored.</summary>
    public int PrefixCacheMiB { get; set; } = 256;

    /// <summary>IP address the two HTTP ports listen on.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>Port of the OpenAI endpoints for clients; 0 takes a free one.</summary>
    public int ApiPort { get; set; }

    /// <summary>Port of the internal API for gateways and workers; 0 takes a free one.</summary>
    public int InternalPort { get; set; }

    /// <summary>Host name or address under which others reach this worker. Empty: the listen address, or the host's name if that is a wildcard.</summary>
    public string AdvertisedHost { get; set; } = "";

    /// <summary>Seconds a hand-off may take from the reserved slot to the last row, 1 to 3600.</summary>
    public int HandoffTimeoutSeconds { get; set; } = 60;

    /// <summary>Seconds that running streams are given at shutdown, 0 to 3600.</summary>
    public int DrainTimeoutSeconds { get; set; } = 30;
}
