using Microsoft.Extensions.Options;

namespace InferenceGateway.Hosting;

/// <summary>Collects every fault of one options section, so that an operator sees all of them at once.</summary>
/// <param name="section">The section's name, as it is written in configuration.</param>
public sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    /// <summary>Adds a fault: option, value, and what the bound is (<c>must ...</c>).</summary>
    public void Add(string option, object? value, string bound) => _faults.Add($"{section}:{option} is '{value}'; it {bound}.");

    /// <summary>Adds a fault if the value is outside [least, most].</summary>
    public void Range<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(option, value, $"must lie between {least} and {most}");
        }
    }

    /// <summary>Success, or all faults.</summary>
    public ValidateOptionsResult ToResult() =>
        _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
