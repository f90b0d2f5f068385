using Microsoft.Extensions.Options;

namespace InferenceGateway.Gateway.Hosting;

/// <summary>Collects every fault of one options section, so that an operator sees all of them at once.</summary>
internal sealed class OptionFaults(string section)
{
    private readonly List<string> _faults = [];

    public void Add(string option, object? value, string bound) => _faults.Add($"{section}:{option} is '{value}'; it {bound}.");

    public void Range<T>(string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(option, value, $"must lie between {least} and {most}");
        }
    }

    public ValidateOptionsResult ToResult() =>
        _faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_faults);
}
