using System.Text.Json;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Gateway.Tests.Support;

internal static class Envelope
{
    /// <summary>The error in OpenAI's shape; fails unless all four keys are there and the status is as expected.</summary>
    public static async Task<OpenAiErrorBody> ReadAsync(HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync(TestGateway.Deadline);
        Assert.True((int)response.StatusCode == status, $"Status {(int)response.StatusCode} instead of {status}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return Parse(text);
    }

    public static OpenAiErrorBody Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(
            ["message", "type", "param", "code"],
            document.RootElement.GetProperty("error").EnumerateObject().Select(property => property.Name));
        return JsonSerializer.Deserialize(json, ContractsJsonContext.Default.OpenAiErrorEnvelope)!.Error;
    }
}
