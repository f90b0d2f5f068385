using System.Xml.Linq;

namespace InferenceGateway.Tidy.Tests.Reading;

/// <summary>An MSBuild file of the repository: what it refers to.</summary>
internal sealed class Project(RepositoryFile file)
{
    private readonly XDocument _xml = XDocument.Parse(file.Text, LoadOptions.SetLineInfo);

    public RepositoryFile File => file;

    public string Name => Path.GetFileNameWithoutExtension(file.Name);

    public IEnumerable<Reference> Packages => Items("PackageReference");

    public IEnumerable<Reference> PackageVersions => Items("PackageVersion");

    /// <summary>Names of the projects referred to.</summary>
    public IEnumerable<Reference> Projects =>
        Items("ProjectReference").Select(reference => reference with { Name = Path.GetFileNameWithoutExtension(reference.Name) });

    /// <summary>Projects and shared props below the given folders; an empty name is the root's own files.</summary>
    public static IEnumerable<Project> Under(params string[] folders) =>
        from file in Repository.Files
        where Path.GetExtension(file.Name) is ".csproj" or ".props" or ".targets"
        where folders.Any(folder => folder.Length == 0 ? file.Folder.Length == 0 : file.IsUnder(folder))
        select new Project(file);

    private IEnumerable<Reference> Items(string element) =>
        from item in _xml.Descendants(element)
        let name = (string?)item.Attribute("Include")
        where name is not null
        select new Reference(name, ((System.Xml.IXmlLineInfo)item).LineNumber);

    internal sealed record Reference(string Name, int Line);
}
