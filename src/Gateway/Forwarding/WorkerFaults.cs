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

    /// <summary>502: no prefill engine computed the prompt.</summary>
    public static OpenAiError PrefillFailed() =>
        Fault(StatusCodes.Status502BadGateway, "The prompt could not be computed: the prefill engine failed.", "prefill_failed");

    /// <summary>504: the route's time for the whole answer is over.</summary>
    public static OpenAiError TimeIsOver() =>
        Fault(StatusCodes.Status504GatewayTimeout, "The time this model's route allows for an answer is over.", "deadline_exceeded");

    /// <summary>What to tell a client of an answer that says the worker cannot take the request; null for every other answer.</summary>
    public static OpenAiError? Refusal(HttpResponseMessage answer, string worker) => (int)answer.StatusCode switch
    {
        StatusCodes.Status429TooManyRequests => new(
            StatusCodes.Status429TooManyRequests,
            new OpenAiErrorBody("All workers of this model are busy.", "rate_limit_error", null, "workers_busy"),
            answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1)),
        StatusCodes.Status502BadGateway => Died(worker),
        StatusCodes.Status503ServiceUnavailable => OpenAiError.Unavailable(
            $"The worker '{worker}' cannot take this request now.", "worker_unavailable", answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1)),
        StatusCodes.Status504GatewayTimeout => Silent(worker),
        _ => null,
    };

    private static OpenAiError Fault(int status, string message, string code) =>
        new(status, new OpenAiErrorBody(message, "server_error", null, code));
}

/// <summary>The worker's answer says that it cannot take the request, and another worker can be asked.</summary>
internal sealed class WorkerRefusedException(OpenAiError error) : Exception(error.Body.Message)
{
    public OpenAiError Error { get; } = error;
}
