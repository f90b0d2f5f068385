namespace InferenceGateway.EngineSimulator.Hosting;

/// <summary>The simulator's log lines.</summary>
internal static partial class SimulatorLog
{
    [LoggerMessage(5001, LogLevel.Information,
        "{Prefill} prefill and {Decode} decode workers simulate {Model} as {Calibration}, at {First} to {Last}")]
    public static partial void Ready(ILogger logger, int prefill, int decode, string model, string calibration, string first, string last);

    [LoggerMessage(5002, LogLevel.Warning, "worker={Worker} fault={Fault} on demand")]
    public static partial void Struck(ILogger logger, string worker, string fault);

    [LoggerMessage(5003, LogLevel.Error, "request_id={RequestId} failed")]
    public static partial void RequestFailed(ILogger logger, Exception fault, string requestId);
}
