using InferenceGateway.Contracts.Workers;

namespace InferenceGateway.Serving.Hosting;

/// <summary>Who this worker is in this life.</summary>
/// <param name="Id">Its name in directory, headers and logs.</param>
/// <param name="Role">Its pool.</param>
/// <param name="Epoch">Life number: the start's Unix time in milliseconds.</param>
/// <param name="Started">The start.</param>
/// <param name="Fingerprint">What answers carry as <c>system_fingerprint</c>: from the model's hash.</param>
internal sealed record WorkerIdentity(string Id, WorkerRole Role, long Epoch, DateTimeOffset Started, string Fingerprint);
