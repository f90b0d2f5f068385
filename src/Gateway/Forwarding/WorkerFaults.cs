using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>What clients are told when a worker fails them.</summary>
internal static class WorkerFaults
{
    /// <summary>502: it closed the connection.</summary>
    public static OpenAiError Died(string worker) =>
        Fault(StatusCodes.Status502BadGateway, $"The worker '{worker}' failed while it was working on this request.", "worker_failed");

    /// <summary>504: it sent nothing for longer than the activity timeout.</summary>
    public static OpenAiError Silent(string worker) =>
        Fault(StatusCodes.Status504GatewayTimeout, $"The worker '{worker}' did not answer in time.", "worker_timeout");

    private static OpenAiError Fault(int status, string message, string code) =>
        new(status, new OpenAiErrorBody(message, "server_error", null, code));
}
