using System.Text;
using InferenceGateway.Contracts;
using InferenceGateway.KvFabric.Blocks;
using InferenceGateway.KvFabric.Prompts;

namespace InferenceGateway.KvFabric.Tests.Prompts;

public sealed class PromptChainTests
{
    private static readonly PromptChain _chain = new(new PromptScope("fable"));

    // Pinned: gateways and workers of different versions must agree.
    [Fact]
    public void Keys_are_those_of_every_version() =>
        Assert.Equal(["b5df563f3dee683409facc6630632b5b", "1e7ede4ad48cec490246067f9bb8ad23"], Keys(_chain, "", Text(300)).Select(key => key.ToString()));

    [Fact]
    public void Keys_prompt_that_continues_another_share_its_full_blocks()
    {
        string text = Text(1000);
        BlockKey[] first = Keys(_chain, "", text + "]");
        BlockKey[] second = Keys(_chain, "", text + ",{\"role\":\"user\"}]" + Text(500));

        Assert.Equal(1001 / PromptChain.BlockBytes, first.Length);
        Assert.Equal(first, second[..first.Length]);
        Assert.True(second.Length > first.Length);
    }

    [Fact]
    public void Keys_one_changed_byte_changes_its_block_and_all_after_it()
    {
        char[] text = Text(1024).ToCharArray();
        BlockKey[] before = Keys(_chain, "", new string(text));
        text[300] = '!';
        BlockKey[] after = Keys(_chain, "", new string(text));

        Assert.Equal(before[..2], after[..2]);
        Assert.All(Enumerable.Range(2, before.Length - 2), block => Assert.NotEqual(before[block], after[block]));
    }

    [Fact]
    public void Keys_tools_and_prompt_are_one_text_wherever_the_border_lies()
    {
        string text = Text(700);
        BlockKey[] whole = Keys(_chain, "", text);

        Assert.All([1, 127, 128, 129, 400, 700], border => Assert.Equal(whole, Keys(_chain, text[..border], text[border..])));
    }

    [Theory]
    [InlineData("fable", "", "tenant-a")]
    [InlineData("fable", "adapter", "")]
    [InlineData("other", "", "")]
    [InlineData("fabl", "e", "")]
    public void Keys_other_scope_shares_none(string model, string adapter, string salt)
    {
        string text = Text(600);
        BlockKey[] other = Keys(new PromptChain(new PromptScope(model, adapter, salt)), "", text);

        Assert.Empty(Keys(_chain, "", text).Intersect(other));
    }

    [Fact]
    public void Keys_text_beyond_the_limit_is_left_out()
    {
        BlockKey[] keys = Keys(_chain, "", Text((Limits.PromptBlocksMax + 3) * PromptChain.BlockBytes));

        Assert.Equal(Limits.PromptBlocksMax, keys.Length);
    }

    [Fact]
    public void Compute_too_few_places_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _chain.Compute([], new byte[256], new BlockKey[1]));

    private static string Text(int length) => string.Concat(Enumerable.Range(0, length).Select(at => (char)('a' + (at * 7 % 23))));

    private static BlockKey[] Keys(PromptChain chain, string tools, string prompt)
    {
        var keys = new BlockKey[PromptChain.Blocks(tools.Length + prompt.Length)];
        Assert.Equal(keys.Length, chain.Compute(Encoding.UTF8.GetBytes(tools), Encoding.UTF8.GetBytes(prompt), keys));
        return keys;
    }
}
