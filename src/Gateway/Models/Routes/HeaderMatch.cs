using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace InferenceGateway.Gateway.Models.Routes;

/// <summary>A header a request must carry.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its whole value; empty for any.</param>
/// <param name="pattern">What the whole value must match, or null. It runs in time linear in the value.</param>
internal sealed class HeaderMatch(string name, string value, Regex? pattern)
{
    public bool Fits(IHeaderDictionary headers)
    {
        if (!headers.TryGetValue(name, out StringValues values))
        {
            return false;
        }

        string text = values.ToString();
        return pattern is null ? value.Length == 0 || text == value : pattern.IsMatch(text);
    }
}
