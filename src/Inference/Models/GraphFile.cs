namespace InferenceGateway.Inference.Models;

/// <summary>
/// What an ONNX file shows that a session does not: which operators read and write the KV cache, and where weights are kept outside. Field numbers
/// are those of onnx.proto.
/// </summary>
internal sealed class GraphFile
{
    private const int NestingMax = 16;

    private readonly ProtoFields _fields;
    private readonly HashSet<string> _external = new(StringComparer.Ordinal);
    private readonly HashSet<(string Past, string Present)> _appends = [];

    private GraphFile(Stream file) => _fields = new ProtoFields(file);

    /// <summary>Paths of files with weights, relative to the graph's folder.</summary>
    public IReadOnlyCollection<string> ExternalFiles => _external;

    /// <exception cref="ModelFolderException">The file is no ONNX graph.</exception>
    public static GraphFile Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        GraphFile graph = new(file);
        try
        {
            graph.ReadModel(file.Length);
        }
        catch (InvalidDataException fault)
        {
            throw new ModelFolderException($"'{path}' is not an ONNX graph: {fault.Message}", fault);
        }

        return graph;
    }

    /// <summary>
    /// Whether the past of every layer goes through a GroupQueryAttention to the present of that layer. Such a graph appends in place when both are
    /// bound to the same memory; any other makes a longer present out of a past.
    /// </summary>
    public bool AppendsInPlace(GraphNames names, int layers) => Enumerable.Range(0, layers).All(layer =>
        _appends.Contains((GraphNames.Of(names.PastKeys, layer), GraphNames.Of(names.PresentKeys, layer)))
        && _appends.Contains((GraphNames.Of(names.PastValues, layer), GraphNames.Of(names.PresentValues, layer))));

    private void ReadModel(long length)
    {
        foreach (ProtoField field in _fields.Of(0, length))
        {
            if (field.Number == 7)
            {
                ReadGraph(field, 0);
            }
        }
    }

    private void ReadGraph(ProtoField graph, int nesting)
    {
        if (nesting > NestingMax)
        {
            throw new InvalidDataException($"Graphs are nested deeper than {NestingMax}.");
        }

        foreach (ProtoField field in _fields.Of(graph.Start, graph.End))
        {
            if (field.Number == 1)
            {
                ReadNode(field, nesting);
            }
            else if (field.Number == 5)
            {
                ReadTensor(field);
            }
        }
    }

    private void ReadNode(ProtoField node, int nesting)
    {
        List<string> inputs = [], outputs = [];
        string type = "";
        foreach (ProtoField field in _fields.Of(node.Start, node.End))
        {
            switch (field.Number)
            {
                case 1:
                    inputs.Add(_fields.Text(field));
                    break;
                case 2:
                    outputs.Add(_fields.Text(field));
                    break;
                case 4:
                    type = _fields.Text(field);
                    break;
                case 5:
                    ReadAttribute(field, nesting);
                    break;
                default:
                    break;
            }
        }

        // Only at the top: what a branch does with the cache is its own affair.
        if (nesting == 0 && type == "GroupQueryAttention" && inputs.Count > 4 && outputs.Count > 2)
        {
            _appends.Add((inputs[3], outputs[1]));
            _appends.Add((inputs[4], outputs[2]));
        }
    }

    private void ReadAttribute(ProtoField attribute, int nesting)
    {
        foreach (ProtoField field in _fields.Of(attribute.Start, attribute.End))
        {
            if (field.Number == 5)
            {
                ReadTensor(field);
            }
            else if (field.Number == 6)
            {
                ReadGraph(field, nesting + 1);
            }
        }
    }

    private void ReadTensor(ProtoField tensor)
    {
        foreach (ProtoField field in _fields.Of(tensor.Start, tensor.End))
        {
            if (field.Number == 13)
            {
                ReadExternal(field);
            }
        }
    }

    private void ReadExternal(ProtoField entry)
    {
        string key = "", value = "";
        foreach (ProtoField field in _fields.Of(entry.Start, entry.End))
        {
            (key, value) = field.Number == 1 ? (_fields.Text(field), value) : (key, _fields.Text(field));
        }

        if (key == "location")
        {
            _external.Add(value);
        }
    }
}
