namespace InferenceGateway.Inference.Tests.Models.Onnx;

/// <summary>Nodes of a graph or of a branch of one.</summary>
internal class OnnxNodes
{
    /// <summary>Contributed operators.</summary>
    public const string Microsoft = "com.microsoft";

    private readonly List<ProtoWriter> _nodes = [];

    public IEnumerable<ProtoWriter> Nodes => _nodes;

    /// <summary>Adds a node and answers the name of its first output.</summary>
    public string Add(string operation, string[] inputs, string[] outputs, string domain = "", params (string Name, object Value)[] attributes)
    {
        ProtoWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        foreach (string output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(3, $"/{outputs[0]}").Text(4, operation).Text(7, domain);
        foreach ((string name, object value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        _nodes.Add(node);
        return outputs[0];
    }

    /// <summary>The same with one output, named by the caller.</summary>
    public string Add(string operation, string output, params string[] inputs) => Add(operation, inputs, [output]);

    /// <summary>As a branch: no inputs of its own, and these outputs.</summary>
    public ProtoWriter ToBranch(string name, IEnumerable<(string Name, int Type, int Rank)> outputs)
    {
        ProtoWriter graph = new();
        foreach (ProtoWriter node in _nodes)
        {
            graph.Message(1, node);
        }

        graph.Text(2, name);
        foreach ((string output, int type, int rank) in outputs)
        {
            graph.Message(12, OnnxModel.ValueInfo(output, type, [.. Enumerable.Range(0, rank).Select(axis => (object)$"{output}_{axis}")]));
        }

        return graph;
    }

    private static ProtoWriter Attribute(string name, object value)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case float number:
                return attribute.Float(2, number).Number(20, 1);
            case int number:
                return attribute.Number(3, number).Number(20, 2);
            case ProtoWriter graph:
                return attribute.Message(6, graph).Number(20, 5);
            case int[] numbers:
                foreach (int number in numbers)
                {
                    attribute.Number(8, number);
                }

                return attribute.Number(20, 7);
            default:
                throw new ArgumentException($"An attribute of type {value.GetType()} is not written here.", nameof(value));
        }
    }
}
