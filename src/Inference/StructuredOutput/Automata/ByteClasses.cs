namespace InferenceGateway.Inference.StructuredOutput.Automata;

/// <summary>Bytes that no edge tells apart share a class, which keeps tables of followers small.</summary>
internal sealed class ByteClasses
{
    private readonly byte[] _classOf = new byte[256];

    private ByteClasses(bool[] begins)
    {
        int current = -1;
        for (int value = 0; value < 256; value++)
        {
            current += value == 0 || begins[value] ? 1 : 0;
            _classOf[value] = (byte)current;
        }

        Count = current + 1;
    }

    public int Count { get; }

    public int Of(byte value) => _classOf[value];

    public static ByteClasses Of(IEnumerable<IEnumerable<Edge>> edges)
    {
        bool[] begins = new bool[257];
        foreach (IEnumerable<Edge> list in edges)
        {
            foreach (Edge edge in list)
            {
                begins[edge.Low] |= edge.Rule == Edge.OverByte;
                begins[edge.High + 1] |= edge.Rule == Edge.OverByte;
            }
        }

        return new ByteClasses(begins);
    }
}
