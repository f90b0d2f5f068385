namespace InferenceGateway.Gateway.Forwarding.Dialects;

/// <summary>How a request is handed to the engines of one kind.</summary>
internal interface IEngineDialect
{
    /// <summary>Does what comes before the decode engine's request, and says what that request is.</summary>
    /// <param name="call">The request and the engines chosen for it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="PrefillFailedException">No prefill engine did its part.</exception>
    ValueTask<PreparedCall> PrepareAsync(DialectCall call, CancellationToken cancellation);
}

/// <summary>A request on its way to an engine.</summary>
/// <param name="Plan">What was decided.</param>
/// <param name="RequestId">Its id, on every leg the same.</param>
/// <param name="Path">Of the API, for example <c>/v1/completions</c>.</param>
/// <param name="Attempt">0 for the first decode engine that is tried, 1 for the second.</param>
internal sealed record DialectCall(ForwardPlan Plan, string RequestId, string Path, int Attempt);

/// <summary>What the decode engine gets. Disposing it ends whatever still runs beside it.</summary>
internal abstract class PreparedCall : IAsyncDisposable
{
    /// <summary>The client's own body, nothing beside it.</summary>
    public static PreparedCall Plain { get; } = new PreparedBody(null, null);

    /// <summary>The body, or null for the client's own.</summary>
    public byte[]? Body { get; protected init; }

    /// <summary>The prefill engine, or null.</summary>
    public string? PrefillWorker { get; protected init; }

    /// <summary>Cancelled when the prefill engine failed while the decode engine waits for it.</summary>
    public virtual CancellationToken Failed => CancellationToken.None;

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A body, and nothing that runs beside it.</summary>
internal sealed class PreparedBody : PreparedCall
{
    public PreparedBody(byte[]? body, string? prefillWorker) => (Body, PrefillWorker) = (body, prefillWorker);
}

/// <summary>The prompt could not be computed; nothing was sent to the decode engine, or nothing of use can come from it.</summary>
internal sealed class PrefillFailedException(string message, Exception? inner = null) : Exception(message, inner);
