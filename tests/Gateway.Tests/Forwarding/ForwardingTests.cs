using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Gateway.Tests.Support;

namespace InferenceGateway.Gateway.Tests.Forwarding;

public sealed class ForwardingTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/completions")]
    public async Task Unary_request_reaches_the_worker_byte_for_byte_and_its_answer_comes_back(string path)
    {
        (TestGateway gateway, StandInWorker worker) = await TestGateway.StartWithWorkerAsync();
        await using var _ = worker;
        await using var __ = gateway;
        string body = "  {\"messages\" : [] ,\n \"mod\\u0065l\":\"m\", \"x\": \"ä€\"}  ";

        using HttpResponseMessage response = await gateway.PostAsync(body, path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(StandInWorker.UnaryAnswer, await response.Content.ReadAsStringAsync(TestGateway.Deadline));
        Received received = Assert.Single(worker.Received);
        Assert.Equal(path, received.Path);
        Assert.Equal(body, Encoding.UTF8.GetString(received.Body));
        Assert.Equal("d1", Assert.Single(response.Headers.GetValues(HeaderNames.DecodeWorker)));
        Assert.Equal("local;policy-never", Assert.Single(response.Headers.GetValues(HeaderNames.Decision)));
    }
}
