using System.Runtime.Intrinsics;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Hashes of keys and whose they are. A search takes the same time whichever key was sent, and whether or not it is here.</summary>
internal sealed class KeyTable<T>(IReadOnlyList<(byte[] Hash, T Owner)> keys)
    where T : class
{
    private readonly Vector256<byte>[] _hashes = [.. keys.Select(key => Vector256.Create<byte>(key.Hash))];
    private readonly T[] _owners = [.. keys.Select(key => key.Owner)];

    public int Count => _hashes.Length;

    /// <summary>The owner of that key, or null.</summary>
    public T? Find(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Bytes];
        KeyHash.Compute(key, hash);
        Vector256<byte> wanted = Vector256.Create<byte>(hash);
        int found = -1;
        for (int i = 0; i < _hashes.Length; i++)
        {
            // All bytes in one step, and no early way out.
            int same = Vector256.Equals(_hashes[i], wanted).ExtractMostSignificantBits() == uint.MaxValue ? -1 : 0;
            found = (found & ~same) | (i & same);
        }

        return found < 0 ? null : _owners[found];
    }
}
