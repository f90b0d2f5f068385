using System.Globalization;
using Microsoft.Extensions.Options;

namespace InferenceGateway.KvFabric.Transfer;

/// <summary>Gathers the faults of one options section, each naming option, value and bound.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    public ValidateOptionsResult Result => _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);

    /// <param name="option">Name of the option.</param>
    /// <param name="value">What it is.</param>
    /// <param name="rule">Ends the sentence "it must ...".</param>
    public void Add(string option, string value, string rule) => _faults.Add($"{section}:{option} is \"{value}\"; it must {rule}.");

    public void CheckId(string option, string value)
    {
        if (value.Length is 0 or > KvOpening.SenderIdCharsMax || !value.All(c => c is > ' ' and < '\x7f'))
        {
            Add(option, value, $"have 1 to {KvOpening.SenderIdCharsMax} printable ASCII characters");
        }
    }

    public void CheckRange(string option, double value, double from, double to)
    {
        if (!(value >= from && value <= to))
        {
            Add(option, value.ToString(CultureInfo.InvariantCulture), $"lie between {from} and {to}");
        }
    }
}
