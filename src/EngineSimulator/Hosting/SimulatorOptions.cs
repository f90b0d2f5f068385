namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>Options of the simulator program; section <c>Simulator</c>.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Simulator";

    /// <summary>Name clients ask for.</summary>
    public string ModelName { get; set; } = "simulated";

    /// <summary>Name of a calibration.</summary>
    public string Calibration { get; set; } = "qwen3-8b-h800";

    /// <summary>A calibration table of your own, a path. Empty: the table that comes along.</summary>
    public string CalibrationFile { get; set; } = "";

    /// <summary>Decode workers to simulate, 1 to 10000.</summary>
    public int DecodeWorkers { get; set; } = 2;

    /// <summary>Prefill workers to simulate, 0 to 10000.</summary>
    public int PrefillWorkers { get; set; } = 1;

    /// <summary>First part of the workers' ids: 1 to 40 letters, digits, dots and dashes.</summary>
    public string IdPrefix { get; set; } = "sim";

    /// <summary>IP address the workers listen on. Each has one port, which takes clients and gateways alike.</summary>
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>Port of the first worker, the others follow; 0 takes free ones. Range 0 to 65535.</summary>
    public int FirstPort { get; set; }

    /// <summary>Bytes of prompt text that count as one token: 1, 2, 4, 8 or 16.</summary>
    public int BytesPerToken { get; set; } = 4;

    /// <summary>Tokens of an answer whose request sets no bound, 1 to 100000. Every answer has as many tokens as it may have.</summary>
    public int AnswerTokens { get; set; } = 128;

    /// <summary>Requests that may wait for a slot of one worker, 0 to 100000. One more is refused with 429.</summary>
    public int WaitingMax { get; set; } = 256;

    /// <summary>Seconds a hand-off may take from the reserved slot to the last row, 1 to 3600.</summary>
    public double HandoffTimeoutSeconds { get; set; } = 60;
}
