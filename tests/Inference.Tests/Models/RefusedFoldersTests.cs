using InferenceGateway.Inference.Models;

namespace InferenceGateway.Inference.Tests.Models;

public sealed class RefusedFoldersTests
{
    public static TheoryData<RefusedFolder> Folders { get; } = [.. RefusedFolder.All];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Folder_that_cannot_be_served_is_refused_by_name(RefusedFolder folder)
    {
        using GeneratedFolder generated = new();
        folder.Fill(generated.Path);

        ModelFolderException fault = Assert.Throws<ModelFolderException>(() => generated.Load().Dispose());

        Assert.All(folder.Names, name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Folder_that_is_not_there_is_refused_by_name()
    {
        ModelFolderException fault = Assert.Throws<ModelFolderException>(() => ModelConfigReader.Read("/nowhere/model"));

        Assert.Contains("/nowhere/model", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signature_that_the_refused_graphs_are_made_of_is_served()
    {
        using GeneratedFolder folder = new GeneratedFolder().With("config.json", GeneratedFolder.Hub).With(Signature.Served().ToModel());
        using DecoderGraph graph = folder.Load();

        Assert.False(graph.AppendsInPlace);
        Assert.Equal((2, 2, 16), (graph.Layout.Layers, graph.Layout.Heads, graph.Layout.HeadSize));
    }

    [Fact]
    public void Weights_outside_the_graph_count_for_the_models_identity()
    {
        using GeneratedFolder folder = new GeneratedFolder()
            .With("config.json", GeneratedFolder.Hub)
            .With(PlainDecoder.Build(new DecoderShape(4, 2, 16), new PlainOptions()), externalFile: "weights.pb");
        string before = Hash(folder);
        string weights = Path.Combine(folder.Path, "weights.pb");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        File.WriteAllText(Path.Combine(folder.Path, "README.md"), "Not part of the model.");

        Assert.NotEqual(before, Hash(folder));
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);
        Assert.Equal(before, Hash(folder));
    }

    private static string Hash(GeneratedFolder folder)
    {
        using DecoderGraph graph = folder.Load();
        return graph.Layout.ModelHash;
    }
}
