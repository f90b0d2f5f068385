namespace InferenceGateway.Inference.Benchmarks;

/// <summary>Prompts of one length: one that comes again and again, and ones that never come twice.</summary>
internal sealed class Prompts(int tokens)
{
    private readonly Random _random = new(1);

    public int[] Known { get; } = Make(new Random(0), tokens);

    public int[] Fresh() => Make(_random, tokens);

    private static int[] Make(Random random, int tokens) => [.. Enumerable.Range(0, tokens).Select(_ => random.Next(16, 1500))];
}
