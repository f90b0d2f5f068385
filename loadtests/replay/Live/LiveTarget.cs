namespace InferenceGateway.Replay.Live;

/// <summary>Where a trace is replayed in real time, and how.</summary>
/// <param name="Url">Base URL, without <c>/v1</c>.</param>
/// <param name="Model">The model to ask for.</param>
/// <param name="BytesPerToken">Bytes of text written for a token of the trace.</param>
/// <param name="OutstandingMax">Most requests at once; one more is not sent.</param>
/// <param name="Timeout">Longest time of one request.</param>
public sealed record LiveTarget(Uri Url, string Model, int BytesPerToken, int OutstandingMax, TimeSpan Timeout);
