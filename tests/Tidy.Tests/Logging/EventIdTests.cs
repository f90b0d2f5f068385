using System.Globalization;
using InferenceGateway.Tidy.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace InferenceGateway.Tidy.Tests.Logging;

public sealed class EventIdTests
{
    // An operator who reads an id in an alert knows the area by its thousands.
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new(StringComparer.Ordinal)
    {
        ["Gateway"] = (1000, 1999),
        ["KvFabric"] = (2000, 2999),
        ["Serving"] = (3000, 3999),
        ["Inference"] = (3000, 3999),
        ["PrefillWorker"] = (3000, 3999),
        ["DecodeWorker"] = (3000, 3999),
        ["Hosting"] = (4000, 4999),
        ["EmbeddedRedis"] = (4000, 4999),
        ["Standalone"] = (4000, 4999),
        ["EngineSimulator"] = (5000, 5999),
    };

    private static readonly HashSet<string> RawCalls =
        ["LogTrace", "LogDebug", "LogInformation", "LogWarning", "LogError", "LogCritical"];

    [Fact]
    public void Event_ids_are_unique()
    {
        IEnumerable<Offence> offences =
            from message in Messages()
            where message.Id is not null
            group message by message.Id into same
            where same.Count() > 1
            from message in same
            select message.Broken($"event id {message.Id} is used {same.Count()} times");
        Rule.Holds("An event id means one message: give one of them a new id.", offences);
    }

    [Fact]
    public void Event_ids_lie_in_the_range_of_their_project()
    {
        IEnumerable<Offence> offences =
            from message in Messages()
            let fault = Fault(message)
            where fault is not null
            select message.Broken(fault);
        Rule.Holds("An event id tells the area it comes from; the ranges stand in this test.", offences);
    }

    [Fact]
    public void Log_calls_are_generated()
    {
        IEnumerable<Offence> offences =
            from file in Repository.CSharp("src")
            from call in file.All<InvocationExpressionSyntax>()
            where call.Expression is MemberAccessExpressionSyntax access && IsRaw(access.Name.Identifier.Text, call)
            select file.At(call, $"raw call `{call.Expression}`");
        Rule.Holds("Logging goes through [LoggerMessage] methods: stable ids, no cost when the level is off.", offences);
    }

    private static bool IsRaw(string method, InvocationExpressionSyntax call) =>
        RawCalls.Contains(method)
        || (method == "Log" && call.ArgumentList.Arguments is [{ Expression: MemberAccessExpressionSyntax level }, ..]
            && level.Expression.ToString().EndsWith("LogLevel", StringComparison.Ordinal));

    private static string? Fault(Message message) =>
        message.Id is not { } id ? "no event id written as a number"
        : !Ranges.TryGetValue(message.File.Project, out (int First, int Last) range) ? $"project {message.File.Project} has no range"
        : id < range.First || id > range.Last ? $"event id {id} is outside {range.First}-{range.Last} of {message.File.Project}"
        : null;

    private static IEnumerable<Message> Messages() =>
        from file in Repository.CSharp("src")
        from attribute in file.All<AttributeSyntax>()
        where attribute.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute"
        select new Message(file, attribute, EventId(attribute));

    private static int? EventId(AttributeSyntax attribute)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        AttributeArgumentSyntax? id = arguments.FirstOrDefault(IsEventId) ?? arguments.FirstOrDefault(argument => argument.NameEquals is null && argument.NameColon is null);
        return int.TryParse(id?.Expression.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static bool IsEventId(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.Identifier.Text == "EventId" || argument.NameColon?.Name.Identifier.Text == "eventId";

    private sealed record Message(RepositoryFile File, AttributeSyntax Attribute, int? Id)
    {
        public Offence Broken(string what) => File.At(Attribute, what);
    }
}
