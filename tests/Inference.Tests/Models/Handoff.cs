using InferenceGateway.Inference.Arena;
using InferenceGateway.Inference.Engine;
using InferenceGateway.Inference.Tests.Engine;
using InferenceGateway.KvFabric.Transfer;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>A prompt computed on one engine and answered on another, rows carried by hand.</summary>
internal static class Handoff
{
    public static async Task<int[]> RunAsync(
        InferenceEngine prefills, InferenceEngine decodes, GenerationRequest request, CancellationToken cancellation)
    {
        using SlotReservation reservation = await decodes.ReserveAsync(cancellation);
        using Prefill prefill = await prefills.PrefillAsync(request, draw: true, cancellation);
        await foreach (PromptRows rows in prefill.Ready.ReadAllAsync(cancellation))
        {
            Carry(prefill.Rows, reservation, rows);
        }

        int first = await prefill.FirstToken ?? HandoffTail.NotDrawn;
        KvTransferRecord record = new(request.RequestId, "here", "there", request.Prompt.Length, 0, TimeSpan.Zero);
        Assert.True(reservation.Complete(request.Prompt.Length, new HandoffTail(first, prefill.CachedTokens).ToBytes(), record));
        TokenStream stream = new(1);
        using Generation generation = decodes.Attach(reservation, await reservation.Arrived, request, stream, 0);
        return [.. (await EngineFixture.DrainAsync(stream, cancellation)).Select(token => token.Id)];
    }

    public static void Carry(IKvRowSource from, SlotReservation to, PromptRows rows)
    {
        byte[] bytes = new byte[rows.Count * from.Layout.RowBytes];
        for (int layer = 0; layer < from.Layout.Layers; layer++)
        {
            for (int head = 0; head < from.Layout.Heads; head++)
            {
                foreach (KvPart part in new[] { KvPart.Key, KvPart.Value })
                {
                    from.Read(layer, part, head, rows.First, rows.Count, bytes);
                    to.Write(layer, part, head, rows.First, rows.Count, bytes);
                }
            }
        }
    }
}
