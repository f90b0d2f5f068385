using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Traces;

/// <summary>What is done to a trace before it is replayed.</summary>
/// <param name="Speed">Arrivals come so many times faster.</param>
/// <param name="Copies">So many groups of users send it, each with prompts of its own but for the first block.</param>
/// <param name="JitterSeconds">Every arrival comes later by up to so much, at random: Mooncake's times have a grain of 3 s.</param>
/// <param name="Seconds">Only so much of it, in the trace's own time.</param>
/// <param name="Divide">Lengths and blocks are so many times smaller, with the same blocks: for small models.</param>
public sealed record TraceShape(double Speed = 1, int Copies = 1, double JitterSeconds = 0, double Seconds = double.PositiveInfinity, int Divide = 1)
{
    /// <summary>Does it; equal seeds give equal traces.</summary>
    public Trace Apply(Trace trace, int seed)
    {
        Random random = new(seed);
        TraceRequest[] taken = [.. trace.Requests.TakeWhile(request => request.At <= Seconds)];
        List<TraceRequest> requests = new(taken.Length * Copies);
        for (int copy = 0; copy < Copies; copy++)
        {
            foreach (TraceRequest request in taken)
            {
                requests.Add(new TraceRequest(
                    (request.At + (random.NextDouble() * JitterSeconds)) / Speed,
                    Math.Max(1, request.PromptTokens / Divide),
                    Math.Max(1, request.OutputTokens / Divide),
                    Renamed(request.Blocks, copy)));
            }
        }

        return new Trace(trace.Name, trace.BlockTokens / Divide, [.. requests.OrderBy(request => request.At)]);
    }

    private static BlockKey[] Renamed(BlockKey[] blocks, int copy) => copy == 0
        ? blocks
        : [.. blocks.Select((key, at) => at == 0 ? key : BlockNames.Of(key.High + (ulong)copy, key.Low))];
}
