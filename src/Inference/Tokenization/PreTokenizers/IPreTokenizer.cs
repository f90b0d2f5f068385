namespace InferenceGateway.Inference.Tokenization.PreTokenizers;

/// <summary>Cuts a text into the pieces that the model encodes one by one, sometimes changing it on the way.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the parts of <paramref name="piece"/>, in order and without empty ones.</summary>
    void Split(Piece piece, List<Piece> parts);
}

/// <summary>Several pre-tokenizers, each applied to what the one before it left.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(Piece piece, List<Piece> parts)
    {
        List<Piece> current = [piece];
        foreach (IPreTokenizer step in steps)
        {
            var next = new List<Piece>(current.Count);
            foreach (Piece part in current)
            {
                step.Split(part, next);
            }

            current = next;
        }

        parts.AddRange(current);
    }
}
