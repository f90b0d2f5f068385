using System.Text;

namespace InferenceGateway.Gateway.Benchmarks;

/// <summary>One kind of request, and what its CPU time may cost against a bare proxy (design.md, section 6).</summary>
/// <param name="Name">As printed.</param>
/// <param name="Path">Where the worker answers this kind.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Requests">Requests of one round.</param>
/// <param name="WarmUpRounds">Rounds not counted: the first scenario's are many, until the just-in-time compiler has gone quiet.</param>
/// <param name="RatioMax">The budget.</param>
internal sealed record Scenario(string Name, string Path, byte[] Body, int Requests, int WarmUpRounds, double RatioMax)
{
    public const string Unary = "/v1/chat/completions";
    public const string Stream = "/v1/completions";

    public static readonly Scenario[] All =
    [
        new("1 KB unary", Unary, Request(1_000), 10_000, 12, 1.25),
        new("128-chunk stream", Stream, Request(1_000), 500, 2, 1.25),
        new("220 KB prompt", Unary, Request(220_000), 3_000, 4, 1.5),
    ];

    private static byte[] Request(int bytes)
    {
        const string Text = "The quick brown fox said: \\\"jump\\\", and did so again. ";
        string prompt = string.Concat(Enumerable.Repeat(Text, bytes / Text.Length));
        return Encoding.UTF8.GetBytes(
            $$"""{"model":"bench","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"{{prompt}}"}],"max_tokens":128}""");
    }
}
