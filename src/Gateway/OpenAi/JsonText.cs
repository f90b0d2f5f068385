using System.Text.Json;

namespace InferenceGateway.Gateway.OpenAi;

/// <summary>Text as JSON.</summary>
internal static class JsonText
{
    /// <summary>The text as a JSON string, quotes included.</summary>
    public static byte[] Quoted(string text) => [(byte)'"', .. JsonEncodedText.Encode(text).EncodedUtf8Bytes, (byte)'"'];
}
