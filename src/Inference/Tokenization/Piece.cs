namespace InferenceGateway.Inference.Tokenization;

/// <summary>A part of a text on its way to the model.</summary>
/// <param name="Text">The text it lies in.</param>
/// <param name="Start">Where it starts there.</param>
/// <param name="Length">How many UTF-16 characters it has.</param>
/// <param name="IsFirst">Whether nothing of the original text stands before it.</param>
internal readonly record struct Piece(string Text, int Start, int Length, bool IsFirst)
{
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);

    public Piece Slice(int start, int end) => new(Text, Start + start, end - start, IsFirst && start == 0);
}
