using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.Contracts.Usage;
using InferenceGateway.Contracts.Workers;
using InferenceGateway.Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace InferenceGateway.Gateway.Tests.Forwarding;

public sealed class StreamingTests
{
    private const string Generated = "inference_gateway_generation_tokens_total{model=\"m\"}";
    private const string Prompt = "inference_gateway_prompt_tokens_total{model=\"m\"}";

    [Fact]
    public async Task First_event_reaches_the_client_before_the_worker_sends_the_second()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        var seen = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            ChunkedEvents events = StandInWorker.StartEvents(context);
            await events.SendAsync("one");
            await seen.Task.WaitAsync(TestGateway.Deadline);
            await events.SendAsync("[DONE]");
            await events.EndAsync();
        };

        using HttpResponseMessage response = await gateway.PostAsync();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestGateway.Deadline));
        Assert.Equal("data: one", await reader.ReadLineAsync(TestGateway.Deadline));
        seen.SetResult();

        Assert.Equal("\ndata: [DONE]\n\n", await reader.ReadToEndAsync(TestGateway.Deadline));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Closing_comment_with_counts_is_counted_and_hidden(bool together)
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        string comment = Encoding.ASCII.GetString(UsageComment.Format(new TokenUsage(40, 9, 32)));
        gateway.Worker.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"data: {ChunkedEvents.Chunk}\n\ndata: [DONE]\n\n{(together ? comment : "")}");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync(together ? "" : comment);
        };

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal($"data: {ChunkedEvents.Chunk}\n\ndata: [DONE]\n\n", await response.Content.ReadAsStringAsync(TestGateway.Deadline));
        await gateway.MetricReachesAsync(Prompt, 40);
        await gateway.MetricReachesAsync(Generated, 9);
        await gateway.MetricReachesAsync("inference_gateway_prefix_cached_tokens_total{model=\"m\"}", 32);
    }

    [Theory]
    [InlineData(": inference-usage prompt=1 completion=2", false)]
    [InlineData(": inference-usage prompt=-1 completion=2 cached=0\n\n", false)]
    [InlineData(": something else\n\n", false)]
    [InlineData(": inference-usage prompt=7 completion=2 cached=3\n\n", true)]
    public void Usage_comment_parsed_takes_only_what_it_writes(string line, bool taken)
    {
        Assert.Equal(taken, UsageComment.TryParse(Encoding.ASCII.GetBytes(line), out TokenUsage usage));
        Assert.Equal(taken ? new TokenUsage(7, 2, 3) : default, usage);
    }

    [Fact]
    public async Task Trailers_are_counted_and_hidden()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        gateway.Worker.Answer = Events(async events =>
        {
            await events.SendAsync();
            await events.SendAsync();
            await events.SendAsync("[DONE]");
            await events.EndAsync((HeaderNames.PromptTokens, "40"), (HeaderNames.CompletionTokens, "9"), (HeaderNames.CachedTokens, "32"));
        });

        using HttpResponseMessage response = await gateway.PostAsync();
        string body = await response.Content.ReadAsStringAsync(TestGateway.Deadline);

        Assert.Equal($"data: {ChunkedEvents.Chunk}\n\ndata: {ChunkedEvents.Chunk}\n\ndata: [DONE]\n\n", body);
        Assert.Empty(response.TrailingHeaders);
        Assert.False(response.Headers.Contains("Trailer"));
        await gateway.MetricReachesAsync(Prompt, 40);
        await gateway.MetricReachesAsync(Generated, 9);
        await gateway.MetricReachesAsync("inference_gateway_prefix_cached_tokens_total{model=\"m\"}", 32);
        Assert.Equal(1, await gateway.MetricAsync("inference_gateway_time_to_first_token_seconds_count{model=\"m\"}"));
        Assert.Equal(1, await gateway.MetricAsync("inference_gateway_inter_token_latency_seconds_count{model=\"m\"}"));
    }

    [Fact]
    public async Task Events_are_counted_when_the_worker_reports_nothing()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        gateway.Worker.Answer = Events(async events =>
        {
            await events.SendRawAsync(": ping\n\n");
            await events.SendRawAsync($"data: {ChunkedEvents.Chunk}\r\n\r\ndata: {ChunkedEvents.Chunk}\r\n\r\n");
            await events.SendAsync();
            await events.SendAsync("[DONE]");
            await events.EndAsync();
        });

        using HttpResponseMessage response = await gateway.PostAsync();
        await response.Content.ReadAsByteArrayAsync(TestGateway.Deadline);

        await gateway.MetricReachesAsync(Generated, 3);
    }

    [Fact]
    public async Task Usage_in_the_last_event_corrects_the_count()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        gateway.Worker.Answer = Events(async events =>
        {
            await events.SendAsync("""{"choices":[{"delta":{"content":"\"usage\":{"}}],"usage":null}""");
            await events.SendAsync("""{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":21,"prompt_tokens_details":{"cached_tokens":4}}}""");
            await events.SendAsync("[DONE]");
            await events.EndAsync();
        });

        using HttpResponseMessage response = await gateway.PostAsync();
        await response.Content.ReadAsByteArrayAsync(TestGateway.Deadline);

        await gateway.MetricReachesAsync(Prompt, 5);
        await gateway.MetricReachesAsync(Generated, 21);
        Assert.Equal(0, await gateway.MetricAsync("inference_gateway_inter_token_latency_seconds_count{model=\"m\"}"));
    }

    [Fact]
    public async Task Worker_that_dies_in_its_stream_gives_a_last_error_event()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        var seen = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            ChunkedEvents events = StandInWorker.StartEvents(context);
            await events.SendAsync("one");
            await events.SendRawAsync("data: {\"torn");
            await seen.Task.WaitAsync(TestGateway.Deadline);
            context.Abort();
        };

        using HttpResponseMessage response = await gateway.PostAsync();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestGateway.Deadline));
        Assert.Equal("data: one", await reader.ReadLineAsync(TestGateway.Deadline));
        seen.SetResult();
        string rest = await reader.ReadToEndAsync(TestGateway.Deadline);

        string last = Assert.Single(rest.Split("\n\n", StringSplitOptions.RemoveEmptyEntries), part => part.Trim().Length > 0).Trim();
        Assert.StartsWith("data: ", last, StringComparison.Ordinal);
        Assert.Equal("worker_failed", Envelope.Parse(last["data: ".Length..]).Code);
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"interrupted\"}", 1);
    }

    [Fact]
    public async Task Worker_that_hangs_in_its_stream_is_left_and_the_client_is_told()
    {
        await using StandInWorker worker = await StandInWorker.StartAsync();
        await using TestGateway gateway = await TestGateway.StartAsync("Never", ("Gateway:Forwarding:StallTimeout", "00:00:00.1"));
        gateway.Board.Set(WorkerBoard.Worker("d1", WorkerRole.Decode, worker.Url));
        var left = new TaskCompletionSource();
        worker.Answer = async context =>
        {
            context.RequestAborted.Register(left.SetResult);
            await StandInWorker.StartEvents(context).SendAsync("one");
            await left.Task.WaitAsync(TestGateway.Deadline);
        };

        using HttpResponseMessage response = await gateway.PostAsync();
        string text = await response.Content.ReadAsStringAsync(TestGateway.Deadline);

        string[] events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: one", events[0]);
        Assert.Equal("worker_timeout", Envelope.Parse(events[1]["data: ".Length..]).Code);
        await left.Task.WaitAsync(TestGateway.Deadline);
        await gateway.MetricReachesAsync("inference_gateway_requests_total{model=\"m\",route=\"chat_completions\",outcome=\"interrupted\"}", 1);
    }

    [Fact]
    public async Task Stream_that_dies_before_its_first_event_gives_502()
    {
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;
        worker.Answer = async context =>
        {
            await StandInWorker.StartEvents(context).SendRawAsync("data: {\"torn");
            context.Abort();
        };

        using HttpResponseMessage response = await gateway.PostAsync();

        Assert.Equal("worker_failed", (await Envelope.ReadAsync(response, 502)).Code);
    }

    [Fact]
    public async Task Stream_cut_at_every_byte_arrives_unchanged_and_is_counted_once()
    {
        byte[] stream = "event: x\r\ndata: {\"choices\":[{\"delta\":{\"content\":\"ä\"}}]}\r\n\r\ndata: two\n\n: ping\n\ndata: [DONE]\n\n"u8.ToArray();
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        StandInWorker worker = gateway.Worker;

        for (int cut = 1; cut < stream.Length; cut++)
        {
            int at = cut;
            worker.Answer = async context =>
            {
                ChunkedEvents events = StandInWorker.StartEvents(context);
                await events.SendBytesAsync(stream.AsMemory(0, at));
                await events.SendBytesAsync(stream.AsMemory(at));
                await events.EndAsync();
            };
            using HttpResponseMessage response = await gateway.PostAsync();
            Assert.Equal(stream, await response.Content.ReadAsByteArrayAsync(TestGateway.Deadline));
        }

        await gateway.MetricReachesAsync(Generated, 2 * (stream.Length - 1));
    }

    [Fact]
    public async Task Event_larger_than_any_buffer_arrives_whole()
    {
        string large = new('x', 300_000);
        await using TestGateway gateway = await TestGateway.StartWithWorkerAsync();
        gateway.Worker.Answer = Events(async events =>
        {
            await events.SendAsync(large);
            await events.SendAsync("[DONE]");
            await events.EndAsync();
        });

        using HttpResponseMessage response = await gateway.PostAsync();
        string body = await response.Content.ReadAsStringAsync(TestGateway.Deadline);

        Assert.Equal($"data: {large}\n\ndata: [DONE]\n\n", body);
    }

    private static Func<HttpContext, Task> Events(Func<ChunkedEvents, Task> answer) => context => answer(StandInWorker.StartEvents(context));
}
