namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>A way from one state to another: over one byte of a range, over nothing, or over all that a rule matches.</summary>
/// <param name="Rule">The rule called; <see cref="OverByte"/> or <see cref="OverNothing"/> otherwise.</param>
/// <param name="Target">The state after it.</param>
/// <param name="Low">Lowest byte.</param>
/// <param name="High">Highest byte.</param>
internal readonly record struct Edge(int Rule, int Target, byte Low, byte High)
{
    public const int OverByte = -1;
    public const int OverNothing = -2;

    public bool IsCall => Rule >= 0;
}
