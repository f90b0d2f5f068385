using System.Net.Http.Headers;
using InferenceGateway.Contracts;

namespace InferenceGateway.Gateway.Forwarding;

/// <summary>A request that the gateway itself makes of a worker, beside or before a client's.</summary>
internal static class WorkerCall
{
    /// <summary>JSON for a worker.</summary>
    /// <param name="url">Where it goes.</param>
    /// <param name="requestId">The id it is known by in all logs.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="key">The key the worker asks for, or null.</param>
    public static HttpRequestMessage Post(string url, string requestId, byte[] body, string? key)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation(HeaderNames.RequestId, requestId);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return request;
    }

    /// <summary>The whole answer.</summary>
    /// <param name="content">Of the response.</param>
    /// <param name="bytesMax">Longest answer.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="HttpRequestException">It is longer, or broke off.</exception>
    public static async Task<byte[]> ReadAsync(HttpContent content, int bytesMax, CancellationToken cancellation)
    {
        await content.LoadIntoBufferAsync(bytesMax, cancellation);
        return await content.ReadAsByteArrayAsync(cancellation);
    }
}
