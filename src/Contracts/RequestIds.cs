using System.Buffers;

namespace InferenceGateway.Contracts;

/// <summary>What a request id may look like. It stands in logs and headers and is never a key to anything.</summary>
public static class RequestIds
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/+=@");

    /// <summary>Whether a client's id can be taken over: 1 to <see cref="Limits.RequestIdCharsMax"/> harmless characters.</summary>
    public static bool IsSane(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= Limits.RequestIdCharsMax && !id.ContainsAnyExcept(Allowed);

    /// <summary>The given id if it is sane, otherwise a new one of 32 hex digits.</summary>
    public static string Of(string? given) => IsSane(given) ? given! : Guid.NewGuid().ToString("N");
}
