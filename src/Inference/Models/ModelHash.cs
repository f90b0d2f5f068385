using System.IO.Hashing;
using System.Text;

namespace InferenceGateway.Inference.Models;

/// <summary>
/// Identity of what a worker runs: XXH3-128 over the graph, its external data and the tokenizer. Two workers exchange KV rows only
/// if it is equal. It guards against mistakes, not against forgery; peers are authenticated elsewhere.
/// </summary>
public static class ModelHash
{
    private static readonly string[] Patterns = ["*.onnx", "*.onnx.data", "*.onnx_data*", "*.bin", "tokenizer.json"];

    /// <summary>32 hex digits.</summary>
    public static string Compute(string folder)
    {
        XxHash128 hash = new();
        foreach (string path in Patterns.SelectMany(pattern => System.IO.Directory.EnumerateFiles(folder, pattern)).Distinct().Order(StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes(Path.GetFileName(path)));
            using FileStream file = File.OpenRead(path);
            hash.Append(file);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
