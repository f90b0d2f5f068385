using InferenceGateway.Contracts;

namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Reads a small text file whole, without the mark that some editors put before UTF-8, or says why not.</summary>
internal static class BoundedFile
{
    public static byte[]? Read(string path, out string? fault)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            byte[] bytes = new byte[Limits.CredentialFileBytesMax + 1];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            fault = length == bytes.Length ? $"it is larger than {Limits.CredentialFileBytesMax} bytes" : null;
            int start = bytes.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            return fault is null ? bytes[start..length] : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            fault = unreadable.Message;
            return null;
        }
    }
}
