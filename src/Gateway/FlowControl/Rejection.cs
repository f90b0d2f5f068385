using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.FlowControl;

/// <summary>Why a request is not admitted.</summary>
internal enum RejectReason
{
    QueueFull,
    TenantQueueFull,
    DeadlineUnreachable,
    Timeout,
    NoWorker,
    Stopping,
    Concurrency,
    Budget,
}

/// <summary>What clients are told, and when to come again.</summary>
internal static class Rejection
{
    private static readonly TimeSpan _soonest = TimeSpan.FromSeconds(1);

    /// <param name="reason">Why.</param>
    /// <param name="model">Of which pool.</param>
    /// <param name="seconds">When it may look better, if that can be told.</param>
    public static OpenAiError Of(RejectReason reason, string model, double? seconds) => reason switch
    {
        RejectReason.NoWorker => OpenAiError.Unavailable($"No decode worker of the model '{model}' takes requests now.", CodeOf(reason), Wait(seconds)),
        RejectReason.Stopping => OpenAiError.Unavailable("This gateway is stopping.", CodeOf(reason), Wait(seconds)),
        _ => new OpenAiError(
            StatusCodes.Status429TooManyRequests, new OpenAiErrorBody(Message(reason, model), "rate_limit_error", null, CodeOf(reason)), Wait(seconds)),
    };

    /// <summary>The word for programs, in answers and metrics.</summary>
    public static string CodeOf(RejectReason reason) => reason switch
    {
        RejectReason.QueueFull => "queue_full",
        RejectReason.TenantQueueFull => "tenant_queue_full",
        RejectReason.DeadlineUnreachable => "deadline_unreachable",
        RejectReason.Timeout => "queue_timeout",
        RejectReason.NoWorker => "no_decode_worker",
        RejectReason.Stopping => "stopping",
        RejectReason.Concurrency => "too_many_requests",
        _ => "token_budget_exceeded",
    };

    private static string Message(RejectReason reason, string model) => reason switch
    {
        RejectReason.QueueFull => $"Too many requests of this priority wait for the model '{model}'.",
        RejectReason.TenantQueueFull => $"Too many of your requests wait for the model '{model}'.",
        RejectReason.DeadlineUnreachable => $"The model '{model}' is busy: this request would wait longer than its deadline allows.",
        RejectReason.Timeout => $"The model '{model}' is busy: this request waited as long as it may.",
        RejectReason.Concurrency => "You have as many requests under way as you may.",
        _ => "Your token budget for this window is used up.",
    };

    private static TimeSpan Wait(double? seconds) =>
        seconds is { } known ? TimeSpan.FromSeconds(Math.Clamp(known, _soonest.TotalSeconds, Limits.RetryAfterSecondsMax)) : _soonest;
}
