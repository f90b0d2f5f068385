// The texts that tokenizers are compared on, and the small corpus their vocabularies are learned from.

export const corpus = `
The river was wide and slow, and the boat that crossed it every morning carried bread, letters and news.
A fox asked the ferryman how long the crossing took. "As long as it needs," he said; "you can't hurry water."
She doesn't know what they've done, we'll see if he'd rather wait. I'm sure it's fine. They're late again.
function add(left, right) { return left + right; } // adds two numbers
def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) + fibonacci(n - 2)
for (int i = 0; i < 100; i++) { total += values[i]; }\n\n\tif (total > 0) {\n\t\tprintf("%d\\n", total);\n\t}
In 1969 and 2024 there were 365 and 366 days; pi is 3.14159, and 1,000,000 is a million. 10% of 250 is 25.
Der Fluß war breit und langsam; die Brücke führte über das Wasser. Größe, Straße, Mädchen, öfter, übrig.
Le garçon a mangé une crêpe à l'école où l'été était très chaud. Français, déjà, naïve, cœur, Noël.
El niño comió una manzana mañana por la mañana. ¿Dónde está el baño? ¡Qué día!
Привет, мир! Река была широкая и медленная. Лодка переходила её каждое утро.
你好,世界!河很宽,水流很慢。船每天早上过河。 日本語の文章もあります。川は広くてゆっくりです。 안녕하세요 세계
مرحبا بالعالم! النهر واسع والماء بطيء. שלום עולם
Γειά σου Κόσμε. Ο ποταμός ήταν πλατύς και αργός.
😀 😂 ❤️ 👍 🎉 🚀 🌍 👨‍👩‍👧 🇩🇪
What is the capital of France? The capital of France is Paris. Please write a short story about the sea.
{"name": "value", "items": [1, 2, 3], "nested": {"ok": true, "none": null}}
<html><body class="main"><p>Hello, world!</p></body></html>
https://example.com/path?query=string&other=1#anchor user@example.com C:\\Users\\name\\file.txt
the the the and and and of of of to to in in a a that that is is was was it it for for on on with with as as
`;

const zalgo = "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞";

const plain = [
  "", " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", " \n ", "\n \n", "\t\t  \t", "a", " a", "a ", " a ", "  a", "a  ", "a  b", "a   b", "a\nb",
  "a \nb", "a\n b", "a\r\nb", "a\n\n\nb", "a \n \n b", "a\tb", "a\t\tb", "\ta", "    indented", "trailing   ", "\n\n  mixed \t\n end \n",
  "Hello", "hello world", "Hello, world!", "HELLO WORLD", "HeLLo", "The river was wide and slow.", "the the the",
  "What is the capital of France?", "don't", "DON'T", "can't won't shouldn't", "I'm you're he's we'll they've I'd", "I'M YOU'RE HE'S WE'LL",
  "'s 't 're 've 'm 'll 'd", "rock 'n' roll", "it's's", "'", "''", "''s", "a'b", "a's", "'S", "ſ 'ſ x'ſ",
  "0", "1", "12", "123", "1234", "12345", "1234567890", "3.14159", "1,000,000", "1e-10", "0x1F", "10%", "$100", "№5", "½", "²", "Ⅷ", "١٢٣", "๑๒๓",
  "1a2b3c", "abc123def", "123abc456", "2024-11-24T20:28:28Z", "192.168.0.1", "a1 b22 c333 d4444",
  "!", "!!!", "...", "?!", "a.b.c", "(a)", "[x]{y}<z>", "#hashtag @user", "a_b __c__", "-- --- ----", "==> <= != === !==", "~`|\\^", "\"quoted\"", "“curly” ‘quotes’", "—–-", "•◦▪", "…",
  "function add(left, right) { return left + right; }", "def f(x):\n    return x\n", "if (a && b || !c) { d(); }", "x = [1, 2, 3]\ny = {'a': 1}\n",
  "\tif (x) {\n\t\treturn;\n\t}\n", "        deep\n            deeper\n", "<p class=\"a\">b</p>", "{\"a\": [1, {\"b\": null}]}", "SELECT * FROM t WHERE a = 'b';", "C:\\path\\file", "https://example.com/a?b=c#d", "user@example.com",
  "#include <stdio.h>\nint main(void) { return 0; }", "a+=b; c--; ++d; e<<=2;", "//comment\n/* block */", "\\n \\t \\\\", "%d %s %5.2f",
  "Größe Straße Mädchen", "garçon déjà Noël naïve cœur", "niño mañana ¿Dónde?", "Привет, мир!", "Γειά σου Κόσμε", "你好,世界!", "日本語の文章", "안녕하세요 세계", "مرحبا بالعالم", "שלום עולם", "สวัสดีชาวโลก", "नमस्ते दुनिया", "ខ្មែរ", "தமிழ்", "Tiếng Việt", "Łódź Žižek", "İstanbul ıI",
  "你好world你好", "a中b文c", "中文 空格 中文", "ひらがなカタカナ漢字", "ｆｕｌｌｗｉｄｔｈ", "ﬁ ﬂ ﬀ", "ℌ ℍ ™ ©", "①②③ ⒶⒷ", "㎏ ㍿", "\u3000ideographic\u3000space", "ﷺ",
  "😀", "😀😀", "a😀b", " 😀 ", "👍🏽", "👨‍👩‍👧‍👦", "👩🏾‍💻", "🏳️‍🌈", "🇩🇪🇫🇷🇯🇵", "❤️", "1️⃣", "☕️ ☕", "🫠🫡🪿", "🤷‍♀️🤷🏿‍♂️", "hi 👋🏻 there", "👨‍👩‍👧hello👨‍👩‍👧", "🇩", "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
  "𝐀𝐁𝐂", "a𝐀b", "𝟏𝟐𝟑", "x𝟏𝟐𝟑y", "𠀀𠀁", "中𠀀文", "𐐀𐐨", "𓀀𓁐", "𝄞 music", "𐎀𐎁", "\u{1D165}\u{1D16E}", "'𝐬", "don'𝐭", "𞤀𞤁", "\u{10FFFF}", "\u{F0000}",
  "e\u0301", "é", "e\u0301e\u0301", "A\u030A Å Å", "o\u0302\u0323 o\u0323\u0302", "q\u0307\u0323", "\u0301", " \u0301", "a\u0300\u0301\u0302\u0303", "한글", "\u1112\u1161\u11ab\u1100\u1173\u11af", "각\u11a8", "가\u11a8", zalgo, "ṩ s\u0323\u0307", "Ω Ω", "K K", "\u0344", "\u0958", "क\u093c",
  "\u0000", "a\u0000b", "\u0001\u0002\u0003", "\u001b[31mred\u001b[0m", "\u007f", "\u0080\u009f", "\u0085next", "a\u0085b", "\u00a0nbsp\u00a0", "a\u00a0b", "\u00adsoft", "\u200bzero\u200bwidth", "\u200c\u200d", "a\u200db", "\u2028line\u2029para", "\ufeffbom", "\ufffd", "\ufffe\uffff", "\u202eright\u202c", "\u1680ogham", "\u180e", "\u2000\u2001\u2002", "\u205f", "\u000b\u000c", "a\u000bb\u000cc", " \u00a0 ", "x\u2003 y",
  "▁", "▁a", "a▁b", "▁▁", " ▁ ", "<0x0A>", "a<0x41>b", "Ġ", "ĠHello", "Ċ", "âĢĻ", "Ã©",
  "<s>", "</s>", "<unk>", "a<s>b", " <s> ", "<s></s>", "<s", "<<s>>", "<|endoftext|>", "a<|endoftext|>b", " <|endoftext|> ", "<|endoftext|><|endoftext|>", "<|endoftext|", "<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|>", "<|reserved_special_token_1|>", "<|reserved_special_token_10|>", "<|reserved_special_token_", "<tool_call>{\"a\":1}</tool_call>", "x<tool_call>y", "[INST] hi [/INST]", "[INST]", "<|im_start|>", "<|IM_START|>", "<|im_start|><|im_start", "text<|im_end|>more<|endoftext|>",
  "[MASK]", "a [MASK] b", "a   [MASK]   b", "a[MASK]b", "\n[MASK]\n", "[LEFT]", "a  [LEFT]  b", "[RIGHT]", "a  [RIGHT]  b", "[LEFT] [RIGHT]", "[RIGHT] [LEFT]", "  [LEFT][LEFT]", "[RIGHT]  ", "word", "a word b", "words", "sword", "word!", "!word", "_word", "word word", "éword", "word1", "WORD", "Wörd", "a Wörd b", "wörd WÖRD", "中word文", "word😀", "\u0301word",
  "Café CAFÉ cafe\u0301", "straße STRASSE", "ΑΣ ας", "Ǆ ǅ ǆ", "ŉ ß ẞ",
];

const words = [..."abcdefghijklmnopqrstuvwxyz"].join("");
const long = [
  "a".repeat(500), "ab".repeat(250), words.repeat(20), " ".repeat(300), "\n".repeat(200), " \n".repeat(100), "1".repeat(300), "!".repeat(200), "é".repeat(100), "你".repeat(100), "😀".repeat(60), "\u0301".repeat(100), "the".repeat(100), "The river ".repeat(30), "x ".repeat(100), "▁".repeat(50), "<s>".repeat(20), "'s".repeat(50),
];

const lines = corpus.split("\n").filter(line => line.length > 0);
const halves = lines.flatMap(line => [line.slice(0, line.length / 2), line.slice(line.length / 2)])
  .filter(half => half.isWellFormed());

// Random strings from a fixed seed: characters of every kind next to each other.
let seed = 20261124;
const random = count => (seed = (seed * 1103515245 + 12345) % 2147483648) % count;
const alphabet = [..." \t\n\r\u00a0\u3000aAbBzZ019'.,!?-_<>|/éßñïÅДя你好日本の가مש\u0301\u0323\u200d😀👍🇩𝐀𝟏𠀀▁Ġ\u0000\u0085½²Ⅷ", "'s", "'LL", "  ", "\n\n", "the", "<s>", "word", "<|endoftext|>"];
const mixed = Array.from({ length: 150 }, () => Array.from({ length: 1 + random(24) }, () => alphabet[random(alphabet.length)]).join(""));

export const texts = [...new Set([...plain, ...long, ...lines, ...halves, ...mixed])];
