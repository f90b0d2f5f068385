namespace InferenceGateway.Inference.Tests.Models;

/// <summary>Sizes of a generated model; small unless said otherwise, so that a test takes milliseconds.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key and value heads.</param>
/// <param name="HeadSize">Elements per head.</param>
internal sealed record DecoderShape(int Heads, int KvHeads, int HeadSize)
{
    public const int SmallVocabulary = 96;
    public const int SmallLayers = 2;
    public const int SmallContext = 160;

    public int Vocabulary { get; init; } = SmallVocabulary;

    public int Layers { get; init; } = SmallLayers;

    public int Context { get; init; } = SmallContext;

    public int Inner { get; init; } = 2 * Heads * HeadSize;

    public int Width => Heads * HeadSize;

    public int KvWidth => KvHeads * HeadSize;

    /// <summary>Cosines and sines of rotary embedding, [context, head size / 2].</summary>
    public (float[] Cos, float[] Sin) Rotary()
    {
        int half = HeadSize / 2;
        float[] cos = new float[Context * half], sin = new float[Context * half];
        for (int i = 0; i < cos.Length; i++)
        {
            double angle = i / half * Math.Pow(10_000, -(double)(i % half) / half);
            (cos[i], sin[i]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
        }

        return (cos, sin);
    }
}
