using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Functional.Tests.Support;

namespace InferenceGateway.Functional.Tests.Handoff;

/// <summary>A client cannot steer a hand-off, whatever it sends.</summary>
public sealed class SteeringTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private const string Body = """{"model":"fable","temperature":0,"max_tokens":4,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Candidates_named_by_a_client_of_a_worker_are_ignored()
    {
        using HttpResponseMessage response = await SendAsync(
            new Uri(shared.Cluster.WorkerApi(WorkerRole.Decode), "/v1/chat/completions"), HeaderNames.PrefillCandidates, "prefill-1");

        Assert.True(response.IsSuccessStatusCode);
        Assert.False(response.Headers.Contains(HeaderNames.PrefillWorker));
    }

    [Fact]
    public async Task Candidates_named_by_a_client_of_the_gateway_are_replaced()
    {
        using HttpResponseMessage response = await SendAsync(
            new Uri(shared.Cluster.Api, "/v1/chat/completions"), HeaderNames.PrefillCandidates, "http://evil.example/");

        Assert.Equal("prefill-1", Assert.Single(response.Headers.GetValues(HeaderNames.PrefillWorker)));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith(HeaderNames.InternalPrefix, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/internal/v1/prefill")]
    [InlineData("/internal/../internal/v1/prefill")]
    [InlineData("/%69nternal/v1/prefill")]
    [InlineData("/INTERNAL/v1/prefill")]
    public async Task Internal_api_does_not_exist_on_a_workers_public_port(string path)
    {
        using HttpResponseMessage response = await SendAsync(new Uri(shared.Cluster.WorkerApi(WorkerRole.Prefill), path), "x-any", "1");

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("unknown_url", (await TestCluster.JsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    private Task<HttpResponseMessage> SendAsync(Uri uri, string header, string value)
    {
        HttpRequestMessage request = new(HttpMethod.Post, uri) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add(header, value);
        return shared.Cluster.Http.SendAsync(request, TestCluster.Cancellation);
    }
}
