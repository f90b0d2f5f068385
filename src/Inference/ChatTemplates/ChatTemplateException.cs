using InferenceGateway.Contracts.Errors;

namespace InferenceGateway.Inference.ChatTemplates;

/// <summary>What kind of fault a <see cref="ChatTemplateException"/> reports.</summary>
public enum ChatTemplateFault
{
    /// <summary>The source cannot be parsed, or a template file cannot be read: the model folder is at fault.</summary>
    Syntax,

    /// <summary>An operation is not possible on its values, for example an attribute of an undefined one.</summary>
    Evaluation,

    /// <summary>A bound of <see cref="ChatTemplateLimits"/> was passed.</summary>
    Limit,

    /// <summary>The template called <c>raise_exception</c>: it refuses this conversation.</summary>
    Refused,
}

/// <summary>A template could not be parsed or rendered.</summary>
public sealed class ChatTemplateException : Exception, IStartFault
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Kind of fault.</param>
    /// <param name="detail">What is wrong, in one sentence.</param>
    /// <param name="templateName">Name of the template or of its file.</param>
    /// <param name="line">Line of the source, from 1; 0 when no place is known.</param>
    /// <param name="column">Column of the source in characters, from 1; 0 when no place is known.</param>
    /// <param name="inner">Cause, or null.</param>
    public ChatTemplateException(
        ChatTemplateFault fault, string detail, string templateName, int line, int column, Exception? inner = null)
        : base(Describe(fault, detail, templateName, line, column), inner)
    {
        Fault = fault;
        Detail = detail;
        TemplateName = templateName;
        Line = line;
        Column = column;
    }

    /// <summary>Kind of fault.</summary>
    public ChatTemplateFault Fault { get; }

    /// <summary>What is wrong, without the place; for <see cref="ChatTemplateFault.Refused"/> the template's own words.</summary>
    public string Detail { get; }

    /// <summary>Name of the template or of its file.</summary>
    public string TemplateName { get; }

    /// <summary>Line of the source, from 1; 0 when no place is known.</summary>
    public int Line { get; }

    /// <summary>Column of the source in characters, from 1; 0 when no place is known.</summary>
    public int Column { get; }

    /// <summary>Whether the conversation is at fault rather than the template: answer 400 with <see cref="Detail"/>.</summary>
    public bool IsClientFault => Fault == ChatTemplateFault.Refused;

    private static string Describe(ChatTemplateFault fault, string detail, string templateName, int line, int column) =>
        fault == ChatTemplateFault.Refused ? detail
        : line == 0 ? $"{templateName}: {detail}"
        : $"{templateName}, line {line}, column {column}: {detail}";
}
