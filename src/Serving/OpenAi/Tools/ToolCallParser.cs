using System.Text;

namespace InferenceGateway.Serving.OpenAi.Tools;

/// <summary>
/// Tells text and tool calls of one answer apart as they come. Lets out no character that could still turn out to begin a call.
/// What follows the first call is not shown as text: the grammar allows line breaks and calls only.
/// </summary>
internal sealed class ToolCallParser
{
    private readonly List<ToolDelta> _deltas = [];
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _held = new();
    private Place _place = Place.Text;
    private int _calls;
    private int _depth;
    private bool _quoted;
    private bool _escaped;

    private enum Place
    {
        Text,
        Head,
        Arguments,
    }

    /// <summary>Whether a call has begun.</summary>
    public bool HasCalls => _calls > 0;

    /// <summary>Takes the next text and gives what it adds; the list is good until the next call.</summary>
    /// <param name="text">The text, may be empty.</param>
    /// <param name="last">Whether nothing follows.</param>
    public IReadOnlyList<ToolDelta> Push(string text, bool last)
    {
        _deltas.Clear();
        foreach (char next in text)
        {
            Take(next);
        }

        if (last && _place == Place.Text)
        {
            _out.Append(_held);
            _held.Clear();
        }

        LetOut();
        return _deltas;
    }

    private void Take(char next)
    {
        switch (_place)
        {
            case Place.Text:
                TakeText(next);
                break;
            case Place.Head:
                TakeHead(next);
                break;
            default:
                TakeArgument(next);
                break;
        }
    }

    private void TakeText(char next)
    {
        _held.Append(next);
        while (_held.Length > 0 && !ToolCallFormat.Open.StartsWith(_held.ToString(), StringComparison.Ordinal))
        {
            _out.Append(_held[0]);
            _held.Remove(0, 1);
        }

        if (_held.Length == ToolCallFormat.Open.Length)
        {
            LetOut();
            _held.Clear();
            _place = Place.Head;
        }
    }

    private void TakeHead(char next)
    {
        _held.Append(next);
        string head = _held.ToString();
        if (!head.EndsWith(ToolCallFormat.BeforeArguments, StringComparison.Ordinal))
        {
            return;
        }

        int from = head.IndexOf(ToolCallFormat.BeforeName, StringComparison.Ordinal) + ToolCallFormat.BeforeName.Length;
        string name = head[from..head.IndexOf('"', from)];
        _deltas.Add(new ToolDelta(null, _calls++, $"call_{Guid.NewGuid():N}", name, null));
        _held.Clear();
        _place = Place.Arguments;
    }

    private void TakeArgument(char next)
    {
        _out.Append(next);
        if (_quoted)
        {
            _quoted = _escaped || next != '"';
            _escaped = !_escaped && next == '\\';
            return;
        }

        _quoted = next == '"';
        _depth += next is '{' or '[' ? 1 : next is '}' or ']' ? -1 : 0;
        if (_depth == 0 && next == '}')
        {
            LetOut();
            _place = Place.Text;
        }
    }

    private void LetOut()
    {
        if (_out.Length > 0 && _place == Place.Arguments)
        {
            _deltas.Add(new ToolDelta(null, _calls - 1, null, null, _out.ToString()));
        }
        else if (_out.Length > 0 && _calls == 0)
        {
            _deltas.Add(new ToolDelta(_out.ToString(), 0, null, null, null));
        }

        _out.Clear();
    }
}
