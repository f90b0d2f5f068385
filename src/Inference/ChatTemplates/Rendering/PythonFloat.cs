using System.Globalization;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>Writes a float as Python does: the shortest digits that read back as the same number, with a point or an exponent.</summary>
internal static class PythonFloat
{
    public static string Format(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var sign = double.IsNegative(number) ? "-" : "";
        var (digits, exponent) = Decompose(Math.Abs(number));
        return sign + (exponent is >= -4 and < 16 ? Plain(digits, exponent) : Scientific(digits, exponent));
    }

    /// <summary>Significant digits and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Decompose(double number)
    {
        var parts = number.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var all = parts[0].Replace(".", "", StringComparison.Ordinal);
        var leadingZeros = all.Length - all.TrimStart('0').Length;
        var digits = all.Trim('0');
        var exponent = (point < 0 ? all.Length : point) - leadingZeros - 1 + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return digits.Length == 0 ? ("0", 0) : (digits, exponent);
    }

    private static string Plain(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        var whole = digits.Length > exponent + 1 ? digits[..(exponent + 1)] : digits.PadRight(exponent + 1, '0');
        return whole + "." + (digits.Length > exponent + 1 ? digits[(exponent + 1)..] : "0");
    }

    private static string Scientific(string digits, int exponent) => string.Create(
        CultureInfo.InvariantCulture,
        $"{digits[..1]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
}
