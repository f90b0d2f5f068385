namespace InferenceGateway.Inference.ChatTemplates.Syntax;

/// <summary>A template's source with unified line ends, and the way from an offset to line and column.</summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    public SourceText(string name, string source)
    {
        Name = name;
        Text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        // As in Jinja, one line end at the very end of a file is the editor's, not the template's.
        Text = Text.EndsWith('\n') ? Text[..^1] : Text;
        for (var i = Text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = Text.IndexOf('\n', i + 1))
        {
            lineStarts.Add(i + 1);
        }
    }

    public string Name { get; }

    public string Text { get; }

    public Position PositionOf(int offset)
    {
        var line = lineStarts.BinarySearch(offset);
        line = line < 0 ? ~line - 1 : line;
        return new Position(line + 1, offset - lineStarts[line] + 1);
    }

    public ChatTemplateException Error(int offset, string detail) => Error(PositionOf(offset), detail);

    public ChatTemplateException Error(Position position, string detail) =>
        new(ChatTemplateFault.Syntax, detail, Name, position.Line, position.Column);
}
