using System.Security.Cryptography;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Hashes of keys and whose they are. A search takes the same time whichever key was sent, and whether or not it is here.</summary>
internal sealed class KeyTable<T>(IReadOnlyList<(byte[] Hash, T Owner)> keys)
    where T : class
{
    private readonly byte[][] _hashes = [.. keys.Select(key => key.Hash)];
    private readonly T[] _owners = [.. keys.Select(key => key.Owner)];

    public int Count => _hashes.Length;

    /// <summary>The owner of that key, or null.</summary>
    public T? Find(ReadOnlySpan<char> key)
    {
        Span<byte> hash = stackalloc byte[KeyHash.Bytes];
        KeyHash.Compute(key, hash);
        int found = -1;
        for (int i = 0; i < _hashes.Length; i++)
        {
            found = CryptographicOperations.FixedTimeEquals(_hashes[i], hash) ? i : found;
        }

        return found < 0 ? null : _owners[found];
    }
}
