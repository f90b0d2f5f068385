using InferenceGateway.Inference.Tests.Models.Onnx;

namespace InferenceGateway.Inference.Tests.Models;

/// <summary>From token ids to logits in plain operators, in a graph or in a branch of one.</summary>
internal sealed class PlainBody(OnnxNodes nodes, DecoderShape shape, PlainOptions options, string prefix, string outputs, bool hasPast, bool causal)
{
    private int _names;

    public static void AddConstants(OnnxModel model, DecoderShape shape)
    {
        model.Constant(OnnxTensor.Of("c.0", [0L]));
        model.Constant(OnnxTensor.Of("c.1", [1L]));
        model.Constant(OnnxTensor.Of("c.2", [2L]));
        model.Constant(OnnxTensor.Of("a.0", [0L], 1));
        model.Constant(OnnxTensor.Of("a.1", [1L], 1));
        model.Constant(OnnxTensor.Of("a.last", [-1L], 1));
        model.Constant(OnnxTensor.Of("a.01", [0L, 1L], 2));
        model.Constant(OnnxTensor.Of("a.12", [1L, 2L], 2));
        model.Constant(OnnxTensor.Of("a.half", [shape.HeadSize / 2L], 1));
        model.Constant(OnnxTensor.Of("a.end", [long.MaxValue], 1));
        model.Constant(OnnxTensor.Of("qkv.sizes", [shape.Width, shape.KvWidth, shape.KvWidth], 3));
        model.Constant(OnnxTensor.Of("heads", [0L, 0, shape.Heads, shape.HeadSize], 4));
        model.Constant(OnnxTensor.Of("kv_heads", [0L, 0, shape.KvHeads, shape.HeadSize], 4));
        model.Constant(OnnxTensor.Of("joined", [0L, 0, shape.Width], 3));
        long[] repeated = [.. Enumerable.Range(0, shape.Heads).Select(head => (long)(head / (shape.Heads / shape.KvHeads)))];
        model.Constant(OnnxTensor.Of("repeat", repeated, shape.Heads));
        model.Constant(OnnxTensor.Of("scale", [(float)(1 / Math.Sqrt(shape.HeadSize))]));
        model.Constant(OnnxTensor.Of("closed", [-1e9f]));
        model.Constant(OnnxTensor.Of("open", [0f]));
        model.Constant(OnnxTensor.Of("epsilon", [1e-5f]));
    }

    /// <summary>Adds all nodes; answers the names of logits and presents.</summary>
    public string[] Add()
    {
        string sequence = Node("Gather", Node("Shape", "input_ids"), "c.1");
        string past = hasPast ? Node("Gather", Node("Shape", "past_key_values.0.key"), "c.2") : "c.0";
        string total = Node("Add", past, sequence);
        string rows = Node("Range", past, total, "c.1");
        string positions = options.PositionIds ? "position_ids" : Node("Unsqueeze", rows, "a.0");
        string mask = Mask(rows, Node("Range", "c.0", total, "c.1"));
        string x = Node("Gather", "embed", "input_ids");
        if (options.LearnedPositions)
        {
            x = Node("Add", x, Node("Gather", "positions", positions));
        }

        List<string> presents = [];
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            x = Node("Add", x, Attention(layer, Norm(x, $"{layer}.norm1"), positions, mask, presents));
            x = Node("Add", x, FeedForward(layer, Norm(x, $"{layer}.norm2")));
        }

        x = Norm(x, "norm.final");
        if (options.LogitsToKeep is { } keep)
        {
            x = Node("Slice", x, Node("Neg", Node("Unsqueeze", keep, "a.0")), "a.end", "a.1");
        }

        return [nodes.Add("MatMul", $"{outputs}logits", x, "head"), .. presents];
    }

    /// <summary>What is added to scores: nothing where a token may look, much below zero elsewhere.</summary>
    private string Mask(string rows, string columns)
    {
        string open = Node("Unsqueeze", NodeWith("Cast", ["attention_mask"], ("to", OnnxTensor.Bool)), "a.12");
        if (causal)
        {
            string before = Node("LessOrEqual", Node("Unsqueeze", columns, "a.0"), Node("Unsqueeze", rows, "a.1"));
            open = Node("And", open, Node("Unsqueeze", before, "a.01"));
        }

        return Node("Where", open, "open", "closed");
    }

    private string Norm(string x, string name)
    {
        if (options.LearnedPositions)
        {
            return NodeWith("LayerNormalization", [x, $"{name}.scale", $"{name}.bias"], ("epsilon", 1e-5f));
        }

        string mean = NodeWith("ReduceMean", [Node("Mul", x, x)], ("axes", new[] { -1 }));
        return Node("Mul", Node("Div", x, Node("Sqrt", Node("Add", mean, "epsilon"))), $"{name}.scale");
    }

    private string Attention(int layer, string x, string positions, string mask, List<string> presents)
    {
        string[] split = [Fresh(), Fresh(), Fresh()];
        nodes.Add("Split", [Linear(x, $"{layer}.qkv"), "qkv.sizes"], split, "", ("axis", 2));
        string q = ByHead(split[0], "heads"), k = ByHead(split[1], "kv_heads"), v = ByHead(split[2], "kv_heads");
        if (!options.LearnedPositions)
        {
            string cos = Node("Unsqueeze", Node("Gather", "cos", positions), "a.1");
            string sin = Node("Unsqueeze", Node("Gather", "sin", positions), "a.1");
            (q, k) = (Rotate(q, cos, sin), Rotate(k, cos, sin));
        }

        k = Present($"{layer}.key", k, presents);
        v = Present($"{layer}.value", v, presents);
        if (shape.Heads != shape.KvHeads)
        {
            k = NodeWith("Gather", [k, "repeat"], ("axis", 1));
            v = NodeWith("Gather", [v, "repeat"], ("axis", 1));
        }

        string scores = Node("Mul", Node("MatMul", q, NodeWith("Transpose", [k], ("perm", new[] { 0, 1, 3, 2 }))), "scale");
        string shares = NodeWith("Softmax", [Node("Add", scores, mask)], ("axis", -1));
        string mixed = NodeWith("Transpose", [Node("MatMul", shares, v)], ("perm", new[] { 0, 2, 1, 3 }));
        return Linear(Node("Reshape", mixed, "joined"), $"{layer}.out");
    }

    private string FeedForward(int layer, string x)
    {
        string up = Linear(x, $"{layer}.up");
        string gate = options.LearnedPositions ? Node("Tanh", up) : Linear(x, $"{layer}.gate");
        string inner = options.LearnedPositions ? gate : Node("Mul", Node("Mul", gate, Node("Sigmoid", gate)), up);
        return Linear(inner, $"{layer}.down");
    }

    private string Present(string name, string added, List<string> presents)
    {
        string present = $"{outputs}present.{name}";
        presents.Add(present);
        return hasPast
            ? nodes.Add("Concat", [$"past_key_values.{name}", added], [present], "", ("axis", 2))
            : nodes.Add("Identity", present, added);
    }

    private string Rotate(string x, string cos, string sin)
    {
        string low = Node("Slice", x, "a.0", "a.half", "a.last"), high = Node("Slice", x, "a.half", "a.end", "a.last");
        string newLow = Node("Sub", Node("Mul", low, cos), Node("Mul", high, sin));
        string newHigh = Node("Add", Node("Mul", high, cos), Node("Mul", low, sin));
        return NodeWith("Concat", [newLow, newHigh], ("axis", -1));
    }

    private string ByHead(string x, string sizes) => NodeWith("Transpose", [Node("Reshape", x, sizes)], ("perm", new[] { 0, 2, 1, 3 }));

    private string Linear(string x, string name) => Node("Add", Node("MatMul", x, $"{name}.weight"), $"{name}.bias");

    private string Node(string operation, params string[] inputs) => nodes.Add(operation, Fresh(), inputs);

    private string NodeWith(string operation, string[] inputs, params (string, object)[] attributes) =>
        nodes.Add(operation, inputs, [Fresh()], "", attributes);

    private string Fresh() => $"{prefix}t{_names++}";
}
