using System.Buffers;
using System.Security.Cryptography;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>What is kept of a key: its SHA-256. Keys are long and random, so a slow hash would protect nothing more.</summary>
internal static class KeyHash
{
    public const int Bytes = SHA256.HashSizeInBytes;

    public static bool TryParse(string? hex, out byte[] hash)
    {
        hash = new byte[Bytes];
        return hex?.Length == 2 * Bytes && Convert.FromHexString(hex, hash, out _, out _) == OperationStatus.Done;
    }

    /// <param name="key">ASCII only.</param>
    /// <param name="hash">Receives the hash.</param>
    public static void Compute(ReadOnlySpan<char> key, Span<byte> hash)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(key.Length);
        int length = System.Text.Encoding.ASCII.GetBytes(key, bytes);
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        CryptographicOperations.ZeroMemory(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
