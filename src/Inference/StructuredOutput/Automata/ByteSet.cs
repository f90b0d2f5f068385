namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>A set of bytes.</summary>
internal readonly record struct ByteSet(ulong A, ulong B, ulong C, ulong D)
{
    public bool Contains(byte value) => (Word(value >> 6) >> value & 1) != 0;

    public ByteSet With(byte low, byte high) =>
        new(A | Part(low, high, 0), B | Part(low, high, 64), C | Part(low, high, 128), D | Part(low, high, 192));

    private ulong Word(int index) => index switch { 0 => A, 1 => B, 2 => C, _ => D };

    private static ulong Part(int low, int high, int start)
    {
        low = Math.Max(low - start, 0);
        high = Math.Min(high - start, 63);
        return low > high ? 0 : ulong.MaxValue >> (63 - high + low) << low;
    }
}
