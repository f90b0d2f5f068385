namespace InferenceGateway.Inference.Tokenization.Decoding;

/// <summary>The bytes of every token, and how texts begin.</summary>
internal sealed class TokenTable
{
    private readonly Vocabulary _vocabulary;
    private readonly byte[] _bytes;
    private readonly int[] _starts;

    public TokenTable(Vocabulary vocabulary, Func<string, byte[]> bytesOf, LeadingRule leading)
    {
        _vocabulary = vocabulary;
        Leading = leading;
        _starts = new int[vocabulary.Size + 1];
        var bytes = new List<byte>(vocabulary.Size * 6);
        for (int id = 0; id < vocabulary.Size; id++)
        {
            bytes.AddRange(vocabulary.Text(id) is { } text ? bytesOf(text) : []);
            _starts[id + 1] = bytes.Count;
        }

        _bytes = [.. bytes];
    }

    public LeadingRule Leading { get; }

    public bool Has(int id) => _vocabulary.Text(id) is not null;

    public bool IsSpecial(int id) => _vocabulary.IsSpecial(id);

    public ReadOnlySpan<byte> Bytes(int id) =>
        (uint)id < (uint)_vocabulary.Size ? _bytes.AsSpan(_starts[id], _starts[id + 1] - _starts[id]) : [];

    /// <summary>The bytes of a token where a text begins.</summary>
    public ReadOnlySpan<byte> FirstBytes(int id) => Leading.FirstTokenSign is { } sign && _vocabulary.Text(id) is { } text
        ? System.Text.Encoding.UTF8.GetBytes(text.Replace(sign, "", StringComparison.Ordinal))
        : Bytes(id);
}
