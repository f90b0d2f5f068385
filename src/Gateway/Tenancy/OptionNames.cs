namespace InferenceGateway.Gateway.Tenancy;

/// <summary>Names of enumerations as users write them: any case, and never a number.</summary>
internal static class OptionNames
{
    public static bool IsName<T>(string? text)
        where T : struct, Enum => TryParse<T>(text) is not null;

    /// <summary>The value of that name, or null.</summary>
    public static T? TryParse<T>(string? text)
        where T : struct, Enum =>
        Enum.GetNames<T>().FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name) : null;

    /// <summary>The value of a name that was checked at start.</summary>
    public static T Parse<T>(string text)
        where T : struct, Enum => TryParse<T>(text)!.Value;
}
