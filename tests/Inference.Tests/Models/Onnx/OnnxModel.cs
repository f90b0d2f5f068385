namespace InferenceGateway.Inference.Tests.Models.Onnx;

/// <summary>A whole graph, written as an ONNX file.</summary>
internal sealed class OnnxModel : OnnxNodes
{
    /// <summary>Exporters leave small tensors in the graph, since shapes are worked out from them.</summary>
    private const int ExternalBytesMin = 1024;

    private readonly List<OnnxTensor> _constants = [];
    private readonly List<ProtoWriter> _inputs = [];
    private readonly List<ProtoWriter> _outputs = [];

    public string Constant(OnnxTensor tensor)
    {
        _constants.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Declares an input; each dimension is a size or a name.</summary>
    public string Input(string name, int type, params object[] shape)
    {
        _inputs.Add(ValueInfo(name, type, shape));
        return name;
    }

    public void Output(string name, int type, params object[] shape) => _outputs.Add(ValueInfo(name, type, shape));

    /// <summary>Writes the file, and beside it the weights if they are to be kept outside.</summary>
    public void Save(string path, string? externalFile = null)
    {
        using FileStream? weights = externalFile is null ? null : File.Create(Path.Combine(Path.GetDirectoryName(path)!, externalFile));
        ProtoWriter graph = new();
        foreach (ProtoWriter node in Nodes)
        {
            graph.Message(1, node);
        }

        graph.Text(2, "test");
        foreach (OnnxTensor constant in _constants)
        {
            bool inside = weights is null || constant.Data.Length < ExternalBytesMin;
            graph.Message(5, inside ? constant.Inline() : constant.External(externalFile!, weights!.Position));
            weights?.Write(inside ? [] : constant.Data);
        }

        _inputs.ForEach(input => graph.Message(11, input));
        _outputs.ForEach(output => graph.Message(12, output));
        ProtoWriter model = new ProtoWriter()
            .Number(1, 8)
            .Text(2, "tests")
            .Message(7, graph)
            .Message(8, new ProtoWriter().Text(1, "").Number(2, 17))
            .Message(8, new ProtoWriter().Text(1, Microsoft).Number(2, 1));
        File.WriteAllBytes(path, model.ToArray());
    }

    internal static ProtoWriter ValueInfo(string name, int type, object[] shape)
    {
        ProtoWriter dimensions = new();
        foreach (object size in shape)
        {
            ProtoWriter dimension = new();
            dimensions.Message(1, size is string text ? dimension.Text(2, text) : dimension.Number(1, Convert.ToInt64(size, System.Globalization.CultureInfo.InvariantCulture)));
        }

        ProtoWriter tensor = new ProtoWriter().Number(1, type).Message(2, dimensions);
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
