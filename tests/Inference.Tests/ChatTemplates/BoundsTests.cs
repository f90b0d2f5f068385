using System.Diagnostics;
using InferenceGateway.Inference.ChatTemplates;
using Microsoft.Extensions.Time.Testing;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>Hostile templates end by a named bound, and soon.</summary>
public sealed class BoundsTests
{
    /// <summary>Far above what any of them takes; a template without bounds would run for years.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("nested loops", "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}")]
    [InlineData("huge range", "{% for a in range(2000000000) %}{{ a }}{% endfor %}")]
    [InlineData("endless recursion", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("mutual recursion", "{% macro a(n) %}{{ b(n) }}{% endmacro %}{% macro b(n) %}{{ a(n ~ 'x') }}{% endmacro %}{{ a('') }}")]
    [InlineData("exponential recursion", "{% macro m(n) %}{% if n > 0 %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(40) }}")]
    [InlineData("doubling by concatenation", "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}")]
    [InlineData("doubling by sum", "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}")]
    [InlineData("repeated text", "{{ 'x' * 2000000000 }}")]
    [InlineData("repeated text of a huge count", "{{ 'x' * 2 ** 100 }}")]
    [InlineData("repeated list", "{{ [1] * 2000000000 }}")]
    [InlineData("doubled list", "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}")]
    [InlineData("huge indent", "{{ 'a\nb' | indent(2000000000) }}")]
    [InlineData("huge JSON indent", "{{ [1] | tojson(indent=2000000000) }}")]
    [InlineData("deep JSON indent", "{% set n = namespace(s=[]) %}{% for i in range(400) %}{% set n.s = [n.s] %}{% endfor %}{{ n.s | tojson(indent=900000) }}")]
    [InlineData("growing replace", "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s | replace('x', 'xxxxxxxxxx') %}{% endfor %}")]
    [InlineData("growing join", "{% set n = namespace(s='xx') %}{% for i in range(99) %}{% set n.s = n.s | join(n.s) %}{% endfor %}")]
    [InlineData("a list inside itself a thousand times", "{% set n = namespace(s=[]) %}{% for i in range(1000) %}{% set n.s = [n.s] %}{% endfor %}{{ n.s }}")]
    [InlineData("a thousand levels compared", "{% set n = namespace(a=[], b=[]) %}{% for i in range(1000) %}{% set n.a = [n.a] %}{% set n.b = [n.b] %}{% endfor %}{{ n.a == n.b }}")]
    [InlineData("shared lists printed", "{% set n = namespace(s=[1]) %}{% for i in range(60) %}{% set n.s = [n.s, n.s] %}{% endfor %}{{ n.s }}")]
    [InlineData("shared lists compared", "{% set n = namespace(a=[1], b=[1]) %}{% for i in range(60) %}{% set n.a = [n.a, n.a] %}{% set n.b = [n.b, n.b] %}{% endfor %}{{ n.a == n.b }}")]
    [InlineData("huge power", "{{ 7 ** 7 ** 7 ** 7 }}")]
    [InlineData("huge product", "{% set n = namespace(s=3) %}{% for i in range(99) %}{% set n.s = n.s * n.s %}{% endfor %}")]
    [InlineData("quadratic copies", "{% set n = namespace(s='x' * 4000000) %}{% for i in range(90000) %}{% set t = n.s[1:] %}{% endfor %}")]
    [InlineData("long searches", "{% set t = 'a' * 4000000 %}{% set p = 'a' * 2000000 ~ 'b' %}{{ p in t }}")]
    [InlineData("quadratic unique", "{{ range(90000) | unique | list | length }}")]
    [InlineData("long output", "{% for a in range(99999) %}{{ 'x' * 1000 }}{% endfor %}")]
    [InlineData("long chain of operators", "LONGCHAIN")]
    public void Hostile_template_is_stopped_by_a_limit(string attack, string source)
    {
        source = source == "LONGCHAIN" ? "{{ 1" + string.Concat(Enumerable.Repeat(" + 1", 100_000)) + " }}" : source;
        var template = ChatTemplate.Parse(source);
        var watch = Stopwatch.StartNew();
        var fault = Assert.Throws<ChatTemplateException>(() => template.Render(Conversations.OfUser("hi"), TestContext.Current.CancellationToken));

        Assert.True(fault.Fault == ChatTemplateFault.Limit, $"{attack}: {fault.Message}");
        Assert.False(fault.IsClientFault);
        Assert.InRange(fault.Line, 1, int.MaxValue);
        Assert.InRange(fault.Column, 1, int.MaxValue);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        TestContext.Current.TestOutputHelper?.WriteLine($"{attack}: {watch.Elapsed.TotalMilliseconds:0} ms, {fault.Message}");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("-")]
    [InlineData("not ")]
    [InlineData("{1:")]
    [InlineData("f(")]
    [InlineData("a if ")]
    public void Expression_nested_without_end_is_refused_at_parsing(string opening)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse("{{ " + string.Concat(Enumerable.Repeat(opening, 50_000))));
        Assert.Equal(ChatTemplateFault.Syntax, fault.Fault);
        Assert.Equal(1, fault.Line);
    }

    [Fact]
    public void Blocks_nested_without_end_are_refused_at_parsing()
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(string.Concat(Enumerable.Repeat("{% if a %}", 20_000))));
        Assert.Contains("limit of 100", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_longer_than_the_limit_is_refused()
    {
        var limits = new ChatTemplateLimits { SourceCharsMax = 10 };
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse("eleven char", limits));
        Assert.Equal(ChatTemplateFault.Limit, fault.Fault);
        Assert.Contains("11", fault.Message, StringComparison.Ordinal);
        Assert.Contains("10", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rendering_past_its_deadline_is_stopped()
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(3) };
        var template = ChatTemplate.Parse("{% for i in range(90000) %}{{ i }}{% endfor %}", null, clock);
        var fault = Assert.Throws<ChatTemplateException>(() => template.Render(Conversations.OfUser("hi"), TestContext.Current.CancellationToken));
        Assert.Contains("longer than the limit of 2 s", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rendering_that_is_cancelled_midway_ends()
    {
        using var cancellation = new CancellationTokenSource();
        var clock = new CancellingClock(cancellation);
        var template = ChatTemplate.Parse("{% set a = strftime_now('%Y') %}{% for i in range(90000) %}{{ i }}{% endfor %}", null, clock);
        Assert.ThrowsAny<OperationCanceledException>(() => template.Render(Conversations.OfUser("hi"), cancellation.Token));
    }

    [Fact]
    public void Conversation_of_four_mebibytes_renders_within_the_limits()
    {
        var turns = Enumerable.Range(0, 2048).Select(i => $$"""{"role": "{{(i % 2 == 0 ? "user" : "assistant")}}", "content": "{{new string('x', 2000)}}"}""");
        var input = Conversations.OfMessages($"[{string.Join(',', turns)}]");
        var prompt = Conversations.Render("{% for m in messages %}<|{{ m.role }}|>{{ m.content.strip() | trim + '</s>' }}{% endfor %}", input);
        Assert.Equal((2048 * 2000) + (1024 * ("<|user|></s>".Length + "<|assistant|></s>".Length)), prompt.Text.Length);
        Assert.Equal(4097, prompt.Spans.Count);
    }

    /// <summary>Cancels when the template asks for the date, so that the cancellation comes while it renders.</summary>
    private sealed class CancellingClock(CancellationTokenSource cancellation) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            cancellation.Cancel();
            return DateTimeOffset.UnixEpoch;
        }
    }
}
