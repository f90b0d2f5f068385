using System.IO.Hashing;
using System.Text;

namespace InferenceGateway.Inference.Models;

/// <summary>
/// Identity of what a worker runs: XXH3-128 over the graph, its external data and the tokenizer. Two workers exchange KV rows only
/// if it is equal. It guards against mistakes, not against forgery; peers are authenticated elsewhere.
/// </summary>
internal static class ModelHash
{
    /// <summary>32 hex digits.</summary>
    /// <param name="folder">The model folder; files count by their paths in it.</param>
    /// <param name="files">Paths of all files that count.</param>
    public static string Compute(string folder, IEnumerable<string> files)
    {
        XxHash128 hash = new();
        foreach (string path in files.Distinct().Order(StringComparer.Ordinal))
        {
            hash.Append(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path)));
            using FileStream file = File.OpenRead(path);
            hash.Append(file);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
