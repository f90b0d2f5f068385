using System.Runtime.CompilerServices;
using InferenceGateway.Inference.ChatTemplates.Syntax;

namespace InferenceGateway.Inference.ChatTemplates.Rendering;

/// <summary>What one rendering has spent, and the clock and token that can end it.</summary>
internal sealed class RenderContext(string templateName, ChatTemplateLimits limits, TimeProvider time, CancellationToken cancellation)
{
    private const int StepsBetweenChecks = 1024;
    private const int CharsPerStep = 256;

    private readonly long started = time.GetTimestamp();
    private long steps;
    private long nextCheck = StepsBetweenChecks;
    private long textWork;
    private int depth;

    public TimeProvider Time => time;

    public ChatTemplateLimits Limits => limits;

    public void Enter()
    {
        // Counted before it is checked, so that Leave is right whatever happens.
        depth++;
        Charge(1);
        if (depth > limits.DepthMax || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw TemplateFault.Limit($"evaluation is nested deeper than the limit of {limits.DepthMax}");
        }
    }

    public void Leave() => depth--;

    /// <summary>Pays for steps: nodes, loop turns, items looked at.</summary>
    public void Charge(long count)
    {
        steps += count;
        if (steps > limits.StepsMax)
        {
            throw TemplateFault.Limit($"rendering takes more than the limit of {limits.StepsMax} steps");
        }

        if (steps >= nextCheck)
        {
            nextCheck = steps + StepsBetweenChecks;
            CheckTime();
        }
    }

    /// <summary>Pays for characters that are about to be added to a text of <paramref name="present"/> characters.</summary>
    public void ChargeText(long added, long present)
    {
        if (added + present > limits.OutputCharsMax)
        {
            throw TemplateFault.Limit($"a text grows beyond the limit of {limits.OutputCharsMax} characters");
        }

        ChargeText(added);
    }

    /// <summary>Pays for characters copied or searched.</summary>
    public void ChargeText(long chars)
    {
        textWork += chars;
        if (textWork > limits.TextWorkMax)
        {
            throw TemplateFault.Limit($"rendering copies or searches more than the limit of {limits.TextWorkMax} characters");
        }

        Charge(chars / CharsPerStep);
    }

    /// <summary>Pays for a list that is about to be made.</summary>
    public void ChargeList(long items)
    {
        if (items > limits.ListItemsMax)
        {
            throw TemplateFault.Limit($"a list of {items} elements is longer than the limit of {limits.ListItemsMax}");
        }

        Charge(items);
    }

    public ChatTemplateException Locate(TemplateFault fault, Position position) =>
        new(fault.Kind, fault.Message, templateName, position.Line, position.Column, fault);

    private void CheckTime()
    {
        cancellation.ThrowIfCancellationRequested();
        if (time.GetElapsedTime(started) > limits.RenderTimeMax)
        {
            throw TemplateFault.Limit($"rendering takes longer than the limit of {limits.RenderTimeMax.TotalSeconds} s");
        }
    }
}
