using InferenceGateway.Inference.ChatTemplates;

namespace InferenceGateway.Inference.Tests.ChatTemplates;

/// <summary>Faults name their place and their cause.</summary>
public sealed class ErrorTests
{
    [Theory]
    [InlineData("a\n  {{ b c }}", 2, 8, "unexpected 'c'")]
    [InlineData("{% if a %}", 1, 11, "expected a tag 'elif' or 'else' or 'endif'")]
    [InlineData("{% for x in y %}\n{% endif %}", 2, 4, "there is no tag 'endif'")]
    [InlineData("text {{ a", 1, 6, "has no '}}'")]
    [InlineData("text {% set a", 1, 6, "has no '%}'")]
    [InlineData("\n\n{# open", 3, 1, "has no '#}'")]
    [InlineData("{% raw %} {% if %}", 1, 1, "has no 'endraw'")]
    [InlineData("{{ 'open }}", 1, 4, "the string that begins here has no end")]
    [InlineData("{{ a | nofilter }}", 1, 8, "there is no filter 'nofilter'")]
    [InlineData("{{ a is notest }}", 1, 9, "there is no test 'notest'")]
    [InlineData("{% frob %}", 1, 4, "there is no tag 'frob'")]
    [InlineData("{% include 'x' %}", 1, 4, "not supported")]
    [InlineData("{% break %}", 1, 4, "belong inside a 'for'")]
    [InlineData("{% for x in y %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}", 1, 35, "belong inside a 'for'")]
    [InlineData("{{ (1, 2] }}", 1, 9, "expected ')'")]
    [InlineData("{{ a ! b }}", 1, 6, "unexpected character '!'")]
    [InlineData("{{ '\\u12' }}", 1, 5, "4 hexadecimal digits")]
    [InlineData("{{ f(a=1, 2) }}", 1, 11, "positional argument")]
    [InlineData("{{ }}", 1, 4, "expected an expression")]
    [InlineData("{{ 9999999999999999999999999999999999999999 }}", 1, 4, "128 bits")]
    [InlineData("{% call x %}{% endcall %}", 1, 4, "needs a call")]
    [InlineData("{% set 1 = 2 %}", 1, 8, "a name to assign to")]
    public void Source_that_is_no_template_is_refused_with_its_place(string source, int line, int column, string detail)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source, name: "my.jinja"));
        Assert.Equal(ChatTemplateFault.Syntax, fault.Fault);
        Assert.Equal((line, column), (fault.Line, fault.Column));
        Assert.Contains(detail, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith($"my.jinja, line {line}, column {column}: ", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ a.b }}", 1, 5, "'a' is undefined")]
    [InlineData("\n{{ messages[0].x.y }}", 2, 17, "no attribute 'x'")]
    [InlineData("{{ messages[9].role }}", 1, 15, "no attribute 'element 9'")]
    [InlineData("{{ 1 + 'a' }}", 1, 6, "unsupported operand types for +: 'int' and 'str'")]
    [InlineData("{{ 'a' + missing }}", 1, 8, "'missing' is undefined")]
    [InlineData("{{ 1 < 'a' }}", 1, 4, "< is not supported between 'int' and 'str'")]
    [InlineData("{{ 1 / 0 }}", 1, 6, "division by zero")]
    [InlineData("{{ 1 // 0 }}", 1, 6, "division by zero")]
    [InlineData("{{ 1.5 % 0 }}", 1, 8, "division by zero")]
    [InlineData("{% for x in 5 %}{% endfor %}", 1, 4, "'int' is not iterable")]
    [InlineData("{% for a, b in [[1]] %}{% endfor %}", 1, 4, "2 names cannot take 1 values")]
    [InlineData("{{ missing() }}", 1, 11, "'missing' is undefined")]
    [InlineData("{{ 'a'() }}", 1, 7, "cannot be called")]
    [InlineData("{{ 'a'.strip(1, 2) }}", 1, 13, "at most 1 arguments, 2 are given")]
    [InlineData("{{ 'a' | trim(x=1) }}", 1, 10, "has no parameter 'x'")]
    [InlineData("{{ 'a'.split('') }}", 1, 13, "empty separator")]
    [InlineData("{{ missing | tojson }}", 1, 14, "cannot be written as JSON")]
    [InlineData("{% set a.b = 1 %}", 1, 4, "not a namespace")]
    [InlineData("{{ {[]: 1} }}", 1, 4, "a key must be")]
    [InlineData("{{ [1].append(2) }}", 1, 14, "no attribute 'append'")]
    [InlineData("{{ [3, 'a'] | sort }}", 1, 15, "not supported between")]
    [InlineData("{{ 'a'.__class__.__mro__ }}", 1, 17, "no attribute '__class__'")]
    [InlineData("{{ [1] | map('nofilter') }}", 1, 10, "there is no filter 'nofilter'")]
    public void Operation_that_is_not_possible_is_refused_with_its_place(string source, int line, int column, string detail)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => Conversations.Render(source));
        Assert.Equal(ChatTemplateFault.Evaluation, fault.Fault);
        Assert.Contains(detail, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void Exception_raised_by_the_template_is_the_clients_fault_in_the_templates_words()
    {
        var fault = Assert.Throws<ChatTemplateException>(() => Conversations.Render("\n  {{ raise_exception('No ' ~ messages[0].role ~ ' here!') }}"));
        Assert.True(fault.IsClientFault);
        Assert.Equal("No user here!", fault.Message);
        Assert.Equal((2, 21), (fault.Line, fault.Column));
    }
}
