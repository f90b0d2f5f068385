namespace InferenceGateway.Gateway.Telemetry;

/// <summary>What a client asked for.</summary>
internal enum ApiRoute
{
    Other,
    Models,
    ChatCompletions,
    Completions,
}

/// <summary>How a request ended.</summary>
internal enum Outcome
{
    /// <summary>Answered in full.</summary>
    Success,

    /// <summary>The request was at fault (4xx).</summary>
    ClientError,

    /// <summary>The client hung up.</summary>
    ClientClosed,

    /// <summary>No worker could take it.</summary>
    Unavailable,

    /// <summary>The worker answered with an error of its own (5xx).</summary>
    WorkerError,

    /// <summary>The worker died or fell silent before its first byte.</summary>
    WorkerFailed,

    /// <summary>The worker died in the middle of its answer.</summary>
    Interrupted,

    /// <summary>The route's time for the whole answer was over.</summary>
    DeadlineExceeded,

    /// <summary>The gateway itself failed.</summary>
    InternalError,
}

/// <summary>The words for metrics and logs.</summary>
internal static class Names
{
    public static string Of(ApiRoute route) => route switch
    {
        ApiRoute.ChatCompletions => "chat_completions",
        ApiRoute.Completions => "completions",
        ApiRoute.Models => "models",
        _ => "other",
    };

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Success => "success",
        Outcome.ClientError => "client_error",
        Outcome.ClientClosed => "client_closed",
        Outcome.Unavailable => "unavailable",
        Outcome.WorkerError => "worker_error",
        Outcome.WorkerFailed => "worker_failed",
        Outcome.Interrupted => "interrupted",
        Outcome.DeadlineExceeded => "deadline_exceeded",
        _ => "internal_error",
    };
}
