using System.Text;

namespace InferenceGateway.Inference.Models;

/// <summary>One field of a protobuf message: its number, and its value or where its bytes are.</summary>
internal readonly record struct ProtoField(int Number, long Value, long Start, long End);

/// <summary>
/// Walks a protobuf message in a file, stepping over what nobody asks for: a graph's weights may be two gigabytes, and only its
/// structure is wanted.
/// </summary>
internal sealed class ProtoFields(Stream file)
{
    private const int TextBytesMax = 1 << 16;

    /// <summary>The fields of the message in bytes [start, end).</summary>
    /// <exception cref="InvalidDataException">They are no protobuf message.</exception>
    public IEnumerable<ProtoField> Of(long start, long end)
    {
        for (long at = start; at < end;)
        {
            file.Position = at;
            long tag = Varint();
            long value = 0;
            long length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                2 => Varint(),
                5 => 4,
                var wire => throw new InvalidDataException($"Wire type {wire} at byte {at} is unknown."),
            };
            if ((tag & 7) == 0)
            {
                value = Varint();
            }

            ProtoField field = new((int)(tag >> 3), value, file.Position, file.Position + length);
            if (length < 0 || field.End > end)
            {
                throw new InvalidDataException($"The field at byte {at} is longer than what holds it.");
            }

            at = field.End;
            yield return field;
        }
    }

    public string Text(ProtoField field)
    {
        if (field.End - field.Start > TextBytesMax)
        {
            throw new InvalidDataException($"The text at byte {field.Start} is longer than {TextBytesMax} bytes.");
        }

        byte[] bytes = new byte[field.End - field.Start];
        file.Position = field.Start;
        file.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private long Varint()
    {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = file.ReadByte();
            value |= (long)(next & 0x7F) << shift;
            if (next is >= 0 and < 0x80)
            {
                return value;
            }

            if (next < 0)
            {
                break;
            }
        }

        throw new InvalidDataException($"The number that ends at byte {file.Position} is cut off.");
    }
}
