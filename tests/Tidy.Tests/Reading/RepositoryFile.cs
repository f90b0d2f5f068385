using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace InferenceGateway.Tidy.Tests.Reading;

/// <summary>One file of the repository.</summary>
internal sealed class RepositoryFile
{
    private readonly Lazy<string> _text;
    private readonly Lazy<SyntaxNode> _syntax;

    /// <param name="path">Relative to the root, with forward slashes.</param>
    public RepositoryFile(string path)
    {
        Path = path;
        _text = new(() => File.ReadAllText(System.IO.Path.Combine(Repository.Root, path)));
        _syntax = new(() => CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Latest), path).GetRoot());
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The folder's path, empty at the root.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    /// <summary>For a file of a project in src/ or tests/: the project's name.</summary>
    public string Project => Path.Split('/') is [_, string project, _, ..] ? project : "";

    public string Text => _text.Value;

    public SyntaxNode Syntax => _syntax.Value;

    /// <summary>Whether git would show it as binary: a zero among the first bytes.</summary>
    public bool IsBinary
    {
        get
        {
            Span<byte> head = stackalloc byte[8000];
            using FileStream stream = File.OpenRead(System.IO.Path.Combine(Repository.Root, Path));
            return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)].Contains((byte)0);
        }
    }

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Lines with their numbers, from 1.</summary>
    public IEnumerable<(int Number, string Text)> Lines => Text.Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));

    public IEnumerable<T> All<T>()
        where T : SyntaxNode => Syntax.DescendantNodes().OfType<T>();

    public Offence At(int line, string what) => new($"{Path}:{line}", what);

    public Offence At(SyntaxNodeOrToken node, string what) => At(LineOf(node), what);

    private static int LineOf(SyntaxNodeOrToken node) => node.GetLocation()!.GetLineSpan().StartLinePosition.Line + 1;
}
