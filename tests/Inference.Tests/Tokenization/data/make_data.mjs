// Learns small vocabularies, writes tokenizer files of the shapes that models ship with, and records what
// the reference implementation (npm package "tokenizers") makes of each text.
//
// Usage: NODE_PATH=<folder with tokenizers installed>/node_modules node make_data.mjs
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { corpus, texts } from "./texts.mjs";

const { Tokenizer } = createRequire(import.meta.url)("tokenizers");
const here = new URL(".", import.meta.url);

const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
const LLAMA3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
const QWEN = LLAMA3.replace("\\p{N}{1,3}", "\\p{N}");

const letters = (() => {
  const printable = b => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || (b >= 174 && b <= 255);
  let next = 256;
  return Array.from({ length: 256 }, (_, b) => String.fromCharCode(printable(b) ? b : next++));
})();
const bytes = text => [...Buffer.from(text)].map(b => letters[b]);

/** Learns merges from words given as lists of symbols: the most frequent pair first, ties to the smaller pair. */
function learn(words, count) {
  const merges = [];
  while (merges.length < count) {
    const pairs = new Map();
    for (const [parts, weight] of words) {
      for (let i = 0; i + 1 < parts.length; i++) {
        const key = parts[i] + "\u0000" + parts[i + 1];
        pairs.set(key, (pairs.get(key) ?? 0) + weight);
      }
    }
    const best = [...pairs].reduce((a, b) => (b[1] > a[1] || (b[1] === a[1] && b[0] < a[0]) ? b : a))[0].split("\u0000");
    merges.push(best);
    for (const word of words) {
      const out = [];
      for (const part of word[0]) {
        if (out.at(-1) === best[0] && part === best[1]) out[out.length - 1] += part;
        else out.push(part);
      }
      word[0] = out;
    }
  }
  return merges;
}

const counted = words => [...words.reduce((m, w) => m.set(w, (m.get(w) ?? 0) + 1), new Map())];

function byteLevel(count, pattern = GPT2) {
  const js = new RegExp(pattern.replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)", "'(?:[sSdDmMtT]|ll|LL|ve|VE|re|RE)"), "gu");
  const merges = learn(counted(corpus.match(js)).map(([w, n]) => [bytes(w), n]), count);
  const tokens = [...[...letters].sort(), ...merges.map(m => m.join(""))];
  return { tokens, merges };
}

function pieces(count, special) {
  const words = corpus.replaceAll("\n", " ").split(" ").filter(w => w).map(w => "▁" + w);
  const merges = learn(counted(words).map(([w, n]) => [[...w], n]), count);
  const characters = [...new Set(["▁", ...corpus.replaceAll(/\s|\p{Emoji_Presentation}|[你好河ق]/gu, "")])].sort();
  const fallback = Array.from({ length: 256 }, (_, b) => `<0x${b.toString(16).toUpperCase().padStart(2, "0")}>`);
  const have = new Set(characters);
  const usable = merges.filter(([a, b]) => have.has(a) && have.has(b) && have.add(a + b));
  // A run of signs is a token in every such vocabulary.
  const runs = ["▁▁", "▁▁▁▁"];
  usable.push(["▁", "▁"], ["▁▁", "▁▁"]);
  return { tokens: [...special, ...fallback, ...usable.map(m => m.join("")).filter(t => !runs.includes(t)), ...runs, ...characters], merges: usable };
}

const ids = tokens => Object.fromEntries([...new Set(tokens)].map((token, id) => [token, id]));
const added = (id, content, flags = {}) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true, ...flags });
const bpe = ({ tokens, merges }, options = {}) => ({
  type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null,
  fuse_unk: false, byte_fallback: false, ignore_merges: false, ...options, vocab: ids(tokens),
  merges: options.pairs ? merges : merges.map(m => m.join(" ")), pairs: undefined,
});
const level = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
const split = (Regex, behavior = "Isolated", invert = false) => ({ type: "Split", pattern: { Regex }, behavior, invert });
const sequence = (...pretokenizers) => ({ type: "Sequence", pretokenizers });
const beginning = (token, id) => ({
  type: "TemplateProcessing",
  single: [{ SpecialToken: { id: token, type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
  pair: [{ Sequence: { id: "A", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }],
  special_tokens: { [token]: { id: token, ids: [id], tokens: [token] } },
});
const file = parts => ({ version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, ...parts });
const sentencePieceDecoder = { type: "Sequence", decoders: [
  { type: "Replace", pattern: { String: "▁" }, content: " " }, { type: "ByteFallback" }, { type: "Fuse" }, { type: "Strip", content: " ", start: 1, stop: 0 }] };
const sentencePiece = { unk_token: "<unk>", fuse_unk: true, byte_fallback: true };

const words = byteLevel(320);
const chat = byteLevel(320, LLAMA3);
const after = vocabulary => new Set(vocabulary.tokens).size;
const special3 = ["<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>", "<|reserved_special_token_10|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];
const qwenTokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];
const wholeWords = { tokens: [...chat.tokens, ...["Hello", "Ġcapital", "ĠFrance", "123", "fibonacci", "!!!", "<s>"].filter(t => !chat.tokens.includes(t))], merges: chat.merges };
const small = byteLevel(60);
const accents = { type: "Sequence", normalizers: [{ type: "NFKD" }, { type: "StripAccents" }, { type: "Lowercase" }] };
const marks = [
  added(after(small), "[MASK]", { lstrip: true, rstrip: true }),
  added(after(small) + 1, "[LEFT]", { lstrip: true }),
  added(after(small) + 2, "[RIGHT]", { rstrip: true }),
  added(after(small) + 3, "word", { single_word: true, special: false }),
  added(after(small) + 4, "Wörd", { normalized: true, special: false }),
];
const shape = (normalizer, pre_tokenizer, decoder = level) => file({ added_tokens: marks, normalizer, pre_tokenizer, decoder, model: bpe(small) });
const bytesOnly = { ...level, use_regex: false };

const tokenizers = {
  gpt2: file({ added_tokens: [added(after(words), "<|endoftext|>")], pre_tokenizer: level, post_processor: { ...level }, decoder: level, model: bpe(words) }),
  llama3: file({
    added_tokens: special3.map((t, i) => added(after(wholeWords) + i, t)),
    pre_tokenizer: sequence(split(LLAMA3), bytesOnly),
    post_processor: { type: "Sequence", processors: [level, beginning(special3[0], after(wholeWords))] },
    decoder: level, model: bpe(wholeWords, { ignore_merges: true, pairs: true }) }),
  qwen25: file({
    added_tokens: [...qwenTokens.map((t, i) => added(after(chat) + i, t)), ...["<tool_call>", "</tool_call>"].map((t, i) => added(after(chat) + 3 + i, t, { special: false }))],
    normalizer: { type: "NFC" }, pre_tokenizer: sequence(split(QWEN), bytesOnly), post_processor: bytesOnly, decoder: bytesOnly, model: bpe(chat) }),
  smollm: file({
    added_tokens: qwenTokens.map((t, i) => added(i, t)),
    pre_tokenizer: sequence({ type: "Digits", individual_digits: true }, level), decoder: level,
    model: bpe({ tokens: [...qwenTokens, ...words.tokens], merges: words.merges }, { pairs: true }) }),
  llama2: file({
    added_tokens: ["<unk>", "<s>", "</s>"].map((t, i) => added(i, t)),
    normalizer: { type: "Sequence", normalizers: [{ type: "Prepend", prepend: "▁" }, { type: "Replace", pattern: { String: " " }, content: "▁" }] },
    post_processor: beginning("<s>", 1), decoder: sentencePieceDecoder, model: bpe(pieces(260, ["<unk>", "<s>", "</s>"]), sentencePiece) }),
  mistral: file({
    added_tokens: ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"].map((t, i) => added(i, t)),
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "first", split: false },
    post_processor: beginning("<s>", 1), decoder: sentencePieceDecoder,
    model: bpe(pieces(260, ["<unk>", "<s>", "</s>", "[INST]", "[/INST]"]), { ...sentencePiece, pairs: true }) }),
  metaspace: file({
    added_tokens: ["<unk>", "<s>", "</s>"].map((t, i) => added(i, t)),
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    decoder: { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true },
    model: bpe(pieces(60, ["<unk>", "<s>", "</s>"]), { unk_token: "<unk>" }) }),
  prefix: shape(null, { ...level, add_prefix_space: true }),
  accents: shape(accents, level),
  nfkc: shape({ type: "Sequence", normalizers: [{ type: "NFKC" }, { type: "Strip", strip_left: true, strip_right: true }, { type: "Replace", pattern: { Regex: "\\s{2,}" }, content: " " }] }, bytesOnly),
  removed: shape({ type: "NFD" }, sequence(split("[^\\w\\s]+", "Removed"), bytesOnly)),
  previous: shape(null, sequence(split("\\s", "MergedWithPrevious"), bytesOnly)),
  next: shape(null, sequence({ type: "Split", pattern: { String: " " }, behavior: "MergedWithNext", invert: false }, bytesOnly)),
  contiguous: shape(null, sequence(split("[aeiou ]", "Contiguous"), { type: "Digits", individual_digits: false }, bytesOnly)),
  inverted: shape(null, sequence(split("\\p{L}+", "Isolated", true), { type: "Punctuation", behavior: "Contiguous" }, bytesOnly)),
  whitespace: shape(null, sequence({ type: "Whitespace" }, bytesOnly)),
  whitespacesplit: shape(null, sequence({ type: "WhitespaceSplit" }, { type: "Punctuation" }, bytesOnly)),
};

const config = {
  gpt2: { bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>", add_bos_token: false },
  llama3: { bos_token: special3[0], eos_token: { content: "<|eot_id|>", lstrip: false } },
  qwen25: { bos_token: null, eos_token: "<|im_end|>", pad_token: "<|endoftext|>", add_bos_token: false },
  llama2: { bos_token: "<s>", eos_token: "</s>", unk_token: "<unk>", add_bos_token: true, add_eos_token: false },
};

// Without its special tokens, the reference reads their names as ordinary text.
const unspecial = data => ({ ...data, post_processor: null, added_tokens: data.added_tokens.filter(t => !t.special) });
const families = new Set(["gpt2", "llama3", "qwen25", "smollm", "llama2", "mistral"]);

// Each row: number of the text; ids with the template's tokens around it and special tokens found; ids without either
// (0: the same but for the one token in front); the text decoded without special tokens (0: the text itself, null: not compared).
writeFileSync(new URL("texts.json", here), JSON.stringify(texts).replaceAll('","', '",\n"') + "\n");
for (const [name, data] of Object.entries(tokenizers)) {
  const folder = new URL(`${name}/`, here);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("tokenizer.json", folder), JSON.stringify(data) + "\n");
  if (config[name]) writeFileSync(new URL("tokenizer_config.json", folder), JSON.stringify(config[name], null, 2) + "\n");
  const trusted = Tokenizer.fromString(JSON.stringify(data));
  const untrusted = Tokenizer.fromString(JSON.stringify(unspecial(data)));
  const size = Object.keys(data.model.vocab).length;
  const remaining = unspecial(data).added_tokens;
  const rows = [];
  for (const text of families.has(name) ? texts : texts.filter((_, i) => i % 2 === 0 || texts[i].length < 12)) {
    const ids = (await trusted.encode(text, null, { addSpecialTokens: true })).getIds();
    // The reference numbers the remaining added tokens anew, after the model's own.
    const plain = (await untrusted.encode(text, null, { addSpecialTokens: false })).getIds().map(id => id < size ? id : remaining[id - size].id);
    // It also decodes an added token that it looks for in normalized text as the normalized spelling; that is not copied.
    const decoded = ids.includes(data.added_tokens.find(t => t.normalized)?.id) ? null : await trusted.decode(ids, true);
    const same = String(ids.slice(ids.length - plain.length)) === String(plain) && ids.length - plain.length < 2;
    rows.push(JSON.stringify([texts.indexOf(text), ids, same ? 0 : plain, decoded === text ? 0 : decoded]));
  }
  writeFileSync(new URL("expected.json", folder), "[" + rows.join(",\n") + "]\n");
  console.log(name, Object.keys(data.model.vocab).length, rows.length);
}
