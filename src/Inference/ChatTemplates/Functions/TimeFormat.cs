using System.Globalization;
using System.Text;

namespace InferenceGateway.Inference.ChatTemplates.Functions;

/// <summary>Python's <c>strftime</c> in its C locale.</summary>
internal static class TimeFormat
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var unpadded = format[i + 1] == '-' && i + 2 < format.Length;
            i += unpadded ? 2 : 1;
            var field = Field(time, format[i]);
            text.Append(unpadded ? Unpad(field) : field);
        }

        return text.ToString();
    }

    private static string Unpad(string field) => field.TrimStart('0', ' ') is { Length: > 0 } trimmed ? trimmed : "0";

    private static string Field(DateTimeOffset time, char directive) => directive switch
    {
        'a' => Net(time, "ddd"),
        'A' => Net(time, "dddd"),
        'b' or 'h' => Net(time, "MMM"),
        'B' => Net(time, "MMMM"),
        'c' => Net(time, "ddd MMM ") + Field(time, 'e') + Net(time, " HH:mm:ss yyyy"),
        'd' => Net(time, "dd"),
        'D' or 'x' => Net(time, "MM/dd/yy"),
        'e' => time.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
        'f' => Net(time, "ffffff"),
        'F' => Net(time, "yyyy-MM-dd"),
        'H' => Net(time, "HH"),
        'I' => Net(time, "hh"),
        'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
        'm' => Net(time, "MM"),
        'M' => Net(time, "mm"),
        'p' => Net(time, "tt"),
        'R' => Net(time, "HH:mm"),
        'S' => Net(time, "ss"),
        'T' or 'X' => Net(time, "HH:mm:ss"),
        'w' => ((int)time.DayOfWeek).ToString(CultureInfo.InvariantCulture),
        'y' => Net(time, "yy"),
        'Y' => Net(time, "yyyy"),
        // Python's now() carries no zone, so these two print nothing.
        'z' or 'Z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => "%" + directive,
    };

    private static string Net(DateTimeOffset time, string format) => time.ToString(format, CultureInfo.InvariantCulture);
}
