using InferenceGateway.Tidy.Tests.Reading;

namespace InferenceGateway.Tidy.Tests.Dependencies;

public sealed class ProjectReferenceTests
{
    // What each project may refer to. Read it upwards: what stands lower knows nothing of what stands higher.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Standalone"] = ["Gateway", "PrefillWorker", "DecodeWorker", "EmbeddedRedis", "KvFabric", "Hosting", "Contracts"],
        ["PrefillWorker"] = ["Serving", "Inference", "KvFabric", "Hosting", "Contracts"],
        ["DecodeWorker"] = ["Serving", "Inference", "KvFabric", "Hosting", "Contracts"],
        ["EngineSimulator"] = ["KvFabric", "Hosting", "Contracts"],
        ["Gateway"] = ["KvFabric", "Hosting", "Contracts"],
        ["Serving"] = ["Inference", "KvFabric", "Hosting", "Contracts"],
        ["Inference"] = ["KvFabric", "Contracts"],
        ["KvFabric"] = ["Hosting", "Contracts"],
        ["EmbeddedRedis"] = ["Hosting", "Contracts"],
        ["Hosting"] = ["Contracts"],
        ["Contracts"] = [],
    };

    [Fact]
    public void Project_references_point_one_way()
    {
        IEnumerable<Offence> offences =
            from project in Project.Under("src")
            from reference in project.Projects
            let allowed = Allowed.GetValueOrDefault(project.Name, [])
            where !allowed.Contains(reference.Name, StringComparer.Ordinal)
            select project.File.At(reference.Line, $"{project.Name} may refer to [{string.Join(", ", allowed)}], not to {reference.Name}");
        Rule.Holds("References of src/ point one way, and only Standalone knows the programs; the table stands in this test.", offences);
    }

    [Fact]
    public void Projects_have_a_place_in_the_layers()
    {
        IEnumerable<Offence> offences =
            from project in Project.Under("src")
            where project.File.Name.EndsWith(".csproj", StringComparison.Ordinal) && !Allowed.ContainsKey(project.Name)
            select project.File.At(1, $"{project.Name} is not in the table of this test");
        Rule.Holds("A new project says what it may refer to.", offences);
    }

    [Fact]
    public void Projects_are_all_built_by_the_solution()
    {
        string solution = Repository.Find("InferenceGateway.sln")!.Text.Replace('\\', '/');
        IEnumerable<Offence> offences =
            from project in Project.Under("src", "tests", "benchmarks")
            where project.File.Name.EndsWith(".csproj", StringComparison.Ordinal) && !solution.Contains($"\"{project.File.Path}\"", StringComparison.Ordinal)
            select project.File.At(1, $"{project.Name} is not in InferenceGateway.sln");
        Rule.Holds("What the solution leaves out is neither built nor tested: dotnet sln add it.", offences);
    }
}
