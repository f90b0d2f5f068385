namespace InferenceGateway.KvFabric.Transfer;

/// <summary>What one transfer moved: the record that logs and metrics show (KAR-41).</summary>
/// <param name="RequestId">The request it served.</param>
/// <param name="From">Id of the sending worker.</param>
/// <param name="To">Id of the receiving worker.</param>
/// <param name="Tokens">Token rows moved.</param>
/// <param name="Bytes">Payload bytes moved.</param>
/// <param name="Elapsed">From the first frame to the acknowledgement.</param>
public sealed record KvTransferRecord(string RequestId, string From, string To, int Tokens, long Bytes, TimeSpan Elapsed);
