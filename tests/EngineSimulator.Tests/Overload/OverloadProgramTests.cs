using System.Text.Json;
using System.Xml.Linq;
using InferenceGateway.Overload;

namespace InferenceGateway.EngineSimulator.Tests.Overload;

public sealed class OverloadProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("overload-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The demonstration in short. A machine that runs other tests beside it keeps looser promises.</summary>
    [Fact]
    public async Task Overload_of_a_real_gateway_keeps_all_promises_but_shares_and_writes_its_report()
    {
        int code = await OverloadProgram.RunAsync(
            ["--seconds", "5", "--capacity-seconds", "2", "--queue-seconds", "2", "--slo-seconds", "3", "--share-tolerance", "0.5", "--out", _folder.FullName]);

        string table = await File.ReadAllTextAsync(Path("md"), TestContext.Current.CancellationToken);
        JsonElement figures = JsonDocument.Parse(await File.ReadAllTextAsync(Path("json"), TestContext.Current.CancellationToken)).RootElement;
        string[] broken = [.. from promise in figures.GetProperty("promises").EnumerateArray() where !promise.GetProperty("kept").GetBoolean() select promise.GetProperty("text").GetString()!];
        // What chance gives some tenants in so short a time, five requests or seventeen, is too little to tell a share by.
        Assert.True(broken.All(promise => promise.Contains(" has its share ", StringComparison.Ordinal)), table);
        Assert.Equal(broken.Length == 0 ? 0 : 1, code);
        Assert.Equal(4, figures.GetProperty("tenants").GetArrayLength());
        XElement picture = XDocument.Load(Path("svg")).Root!;
        Assert.Equal("svg", picture.Name.LocalName);
        Assert.DoesNotContain("NaN", picture.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--seconds", "1")]
    [InlineData("--times", "1.9")]
    [InlineData("--queue-seconds", "0")]
    [InlineData("--share-tolerance", "2")]
    [InlineData("--slo-seconds", "soon")]
    public async Task Argument_out_of_bounds_ends_the_program_before_anything_runs(string option, string value) =>
        Assert.NotEqual(0, await OverloadProgram.RunAsync([option, value]));

    private string Path(string ending) => System.IO.Path.Combine(_folder.FullName, "overload." + ending);
}
