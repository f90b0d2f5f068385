using System.Text;
using InferenceGateway.Inference.StructuredOutput;

namespace InferenceGateway.Inference.Tests.StructuredOutput;

/// <summary>Random generation under a grammar.</summary>
internal static class Walk
{
    private const int StepsMax = 4000;
    private const string Closers = "\"]}";

    /// <summary>Takes allowed tokens at random, fewer and fewer that go on, until a stop token; returns tokens and text.</summary>
    public static (List<int> Tokens, byte[] Text) Run(StructuredGrammar grammar, Func<int, byte[]> bytesOf, Random random)
    {
        GrammarMatcher matcher = grammar.StartMatching();
        ulong[] mask = new ulong[grammar.Vocabulary.MaskLength];
        var tokens = new List<int>();
        var text = new List<byte>();
        while (tokens.Count < StepsMax)
        {
            matcher.FillMask(mask);
            List<int> allowed = Grammars.Tokens(mask);
            Assert.True(allowed.Count > 0, $"dead end after {Encoding.UTF8.GetString([.. text])}");
            int stop = grammar.Vocabulary.StopTokens[0];
            Assert.Equal(matcher.IsComplete, allowed.Contains(stop));
            int token = Choose(allowed, stop, tokens.Count, bytesOf, random);
            Assert.True(matcher.TryAccept(token));
            if (token == stop)
            {
                return (tokens, [.. text]);
            }

            tokens.Add(token);
            text.AddRange(bytesOf(token));
        }

        throw new InvalidOperationException($"No end after {StepsMax} tokens: {Encoding.UTF8.GetString([.. text])}");
    }

    private static int Choose(List<int> allowed, int stop, int step, Func<int, byte[]> bytesOf, Random random)
    {
        bool hurries = random.Next(200) < 40 + step;
        if (hurries && allowed.Contains(stop))
        {
            return stop;
        }

        List<int> closing = hurries
            ? allowed.FindAll(token => bytesOf(token) is [var only] && Closers.Contains((char)only, StringComparison.Ordinal))
            : [];
        return closing.Count > 0 ? closing[random.Next(closing.Count)] : allowed[random.Next(allowed.Count)];
    }
}
