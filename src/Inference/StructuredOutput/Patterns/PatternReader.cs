using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.StructuredOutput.Patterns;

/// <summary>A pattern, read from left to right.</summary>
internal sealed class PatternReader(string pattern, string path)
{
    private int _position;

    public bool IsAtEnd => _position >= pattern.Length;

    public bool IsAt(char character) => !IsAtEnd && pattern[_position] == character;

    public bool TryRead(char character)
    {
        if (!IsAt(character))
        {
            return false;
        }

        _position++;
        return true;
    }

    public Rune Read()
    {
        if (IsAtEnd)
        {
            throw Refused("ends too early");
        }

        if (!Rune.TryGetRuneAt(pattern, _position, out Rune next))
        {
            throw Refused("holds half of a surrogate pair");
        }

        _position += next.Utf16SequenceLength;
        return next;
    }

    public string ReadDigits()
    {
        int start = _position;
        while (!IsAtEnd && char.IsAsciiDigit(pattern[_position]))
        {
            _position++;
        }

        return pattern[start.._position];
    }

    /// <summary>Reads exactly so many hexadecimal digits.</summary>
    public int ReadHex(int digits)
    {
        if (_position + digits > pattern.Length
            || !int.TryParse(pattern.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
        {
            throw Refused($"has an escape without its {digits} hexadecimal digits");
        }

        _position += digits;
        return value;
    }

    public StructuredOutputException Refused(string detail) => new(path, $"the pattern {detail} (at character {_position})");
}
