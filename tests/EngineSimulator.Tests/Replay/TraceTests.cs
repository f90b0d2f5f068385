using InferenceGateway.Replay.Traces;

namespace InferenceGateway.EngineSimulator.Tests.Replay;

public sealed class TraceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("trace-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Mooncake_rows_become_requests_with_their_full_blocks_only()
    {
        Trace trace = TraceSource.Read(
            Write(
                "mooncake-small.jsonl",
                """{"timestamp": 0, "input_length": 1030, "output_length": 5, "hash_ids": [0, 1, 2]}""",
                """{"timestamp": 3000, "input_length": 1024, "output_length": 0, "hash_ids": [0, 1]}"""),
            seed: 1);

        Assert.Equal([(0.0, 1030, 5, 2), (3.0, 1024, 1, 2)], trace.Requests.Select(request => (request.At, request.PromptTokens, request.OutputTokens, request.Blocks.Length)));
        Assert.Equal(trace.Requests[0].Blocks, trace.Requests[1].Blocks);
    }

    [Fact]
    public void Azure_lines_become_requests_that_share_nothing()
    {
        Trace trace = TraceSource.Read(
            Write("azure-small.csv", "TIMESTAMP,ContextTokens,GeneratedTokens", "2023-11-16 18:15:46.5000000,600,44", "2023-11-16 18:15:50.0000000,600,0"), seed: 1);

        Assert.Equal([(0.0, 600, 44), (3.5, 600, 1)], trace.Requests.Select(request => (request.At, request.PromptTokens, request.OutputTokens)));
        Assert.NotEqual(trace.Requests[0].Blocks[0], trace.Requests[1].Blocks[0]);
    }

    [Theory]
    [InlineData("bad.jsonl", "{\"timestamp\": 0", ":1")]
    [InlineData("bad.jsonl", "{\"timestamp\": 0, \"input_length\": 2000, \"output_length\": 5, \"hash_ids\": [0]}", ":1")]
    [InlineData("bad.csv", "a,b", ":1")]
    [InlineData("bad.csv", "TIMESTAMP,ContextTokens,GeneratedTokens\nx,1,2", ":2")]
    [InlineData("empty.jsonl", "", "no request")]
    public void Line_that_cannot_be_read_is_named(string name, string content, string place) => Assert.Contains(
        place, Assert.Throws<ReplayException>(() => TraceSource.Read(Write(name, content), seed: 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("nowhere.jsonl")]
    [InlineData("generated:many:1")]
    [InlineData("generated:10:-1")]
    public void Trace_that_is_not_there_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<ReplayException>(() => TraceSource.Read(name, seed: 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Generated_trace_depends_on_its_seed_alone()
    {
        Trace one = TraceSource.Read("generated:50:2", seed: 7);
        Trace same = TraceSource.Read("generated:50:2", seed: 7);
        Trace other = TraceSource.Read("generated:50:2", seed: 8);

        Assert.Equal(Times(one), Times(same));
        Assert.NotEqual(Times(one), Times(other));
        Assert.Equal(Times(one).Order(), Times(one));
    }

    [Fact]
    public void Copies_share_the_first_block_and_nothing_else()
    {
        Trace trace = new TraceShape(Speed: 2, Copies: 2, Divide: 4).Apply(TraceSource.Read("generated:1:1", seed: 1), seed: 1);
        TraceRequest[] twins = [.. trace.Requests.Take(2)];

        Assert.Equal(128, trace.BlockTokens);
        Assert.Equal(twins[0].At, twins[1].At);
        Assert.Equal(twins[0].Blocks[0], twins[1].Blocks[0]);
        Assert.Empty(twins[0].Blocks.Skip(1).Intersect(twins[1].Blocks.Skip(1)));
        Assert.Equal(TraceSource.Read("generated:1:1", seed: 1).Requests[0].At / 2, twins[0].At);
    }

    private static IEnumerable<double> Times(Trace trace) => trace.Requests.Select(request => request.At);

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }
}
