using InferenceGateway.KvFabric.Blocks;

namespace InferenceGateway.Replay.Traces;

/// <summary>
/// Made-up conversations: users come at random, talk for some turns with a pause between them, and each turn's prompt is the whole talk so
/// far. All share a system prompt of a few blocks.
/// </summary>
public static class ConversationTrace
{
    public const int BlockTokens = 512;

    private const int TurnsMax = 8;
    private const int SystemBlocks = 2;
    private const double PauseSeconds = 40;

    /// <summary>Makes one; equal arguments make equal traces.</summary>
    /// <param name="conversations">How many users come.</param>
    /// <param name="perSecond">How many come per second.</param>
    /// <param name="seed">Of the random numbers.</param>
    public static Trace Make(int conversations, double perSecond, int seed)
    {
        Random random = new(seed);
        List<TraceRequest> requests = [];
        double start = 0;
        for (int user = 1; user <= conversations; user++)
        {
            start += Exponential(random, 1 / perSecond);
            AddTalk(requests, random, user, start);
        }

        return new Trace("generated conversations", BlockTokens, [.. requests.OrderBy(request => request.At)]);
    }

    private static void AddTalk(List<TraceRequest> requests, Random random, int user, double start)
    {
        double at = start;
        int prompt = SystemBlocks * BlockTokens;
        int turns = random.Next(1, TurnsMax + 1);
        for (int turn = 0; turn < turns; turn++)
        {
            prompt += 32 + (int)Exponential(random, 1500);
            int output = 1 + (int)Exponential(random, 300);
            requests.Add(new TraceRequest(at, prompt, output, Blocks(user, prompt / BlockTokens)));
            prompt += output;
            at += Exponential(random, PauseSeconds);
        }
    }

    private static BlockKey[] Blocks(int user, int count) =>
        [.. Enumerable.Range(0, count).Select(block => BlockNames.Of(block < SystemBlocks ? 0 : (ulong)user, (ulong)block))];

    private static double Exponential(Random random, double mean) => -mean * Math.Log(1 - random.NextDouble());
}
