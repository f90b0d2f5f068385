"""Byte-level BPE: learns the merges, writes and reads tokenizer.json, encodes texts and chats."""
from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import regex

from grammar import Document

PATTERN = r"'(?:s|t|re|ve|m|ll|d)| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
SPECIAL = ["<|pad|>", "<|bos|>", "<|eos|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]


def byte_letters() -> list[str]:
    """The printable letter that stands for each byte, as GPT-2 chose them."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters, extra = [""] * 256, 256
    for byte in range(256):
        if byte in printable:
            letters[byte] = chr(byte)
        else:
            letters[byte] = chr(extra)
            extra += 1
    return letters


LETTERS = byte_letters()
WORDS = regex.compile(PATTERN)


def spelled(word: str) -> tuple[str, ...]:
    return tuple(LETTERS[b] for b in word.encode("utf-8"))


def learn_merges(texts: list[str], count: int) -> list[tuple[str, str]]:
    """Joins the most frequent neighbour pair, `count` times; ties go to the smaller pair."""
    words = Counter(w for text in texts for w in WORDS.findall(text))
    spellings = [list(spelled(w)) for w in words]
    weights = list(words.values())
    pairs: Counter[tuple[str, str]] = Counter()
    where: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for i, parts in enumerate(spellings):
        for pair in zip(parts, parts[1:]):
            pairs[pair] += weights[i]
            where[pair].add(i)
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        best = max(pairs, key=lambda p: (pairs[p], p))
        merges.append(best)
        for i in list(where[best]):
            parts = spellings[i]
            for pair in zip(parts, parts[1:]):
                pairs[pair] -= weights[i]
                where[pair].discard(i)
            spellings[i] = parts = merged(parts, best)
            for pair in zip(parts, parts[1:]):
                pairs[pair] += weights[i]
                where[pair].add(i)
        del pairs[best]
    return merges


def merged(parts: list[str], pair: tuple[str, str]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if out and (out[-1], part) == pair:
            out[-1] += part
        else:
            out.append(part)
    return out


def write_tokenizer(path: Path, merges: list[tuple[str, str]]) -> None:
    """Writes the Hugging Face tokenizer.json: special tokens first, then bytes, then merges."""
    tokens = SPECIAL + sorted(LETTERS) + [a + b for a, b in merges]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    bos = {"SpecialToken": {"id": "<|bos|>", "type_id": 0}}
    level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}
    data = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": token, **flags} for i, token in enumerate(SPECIAL)],
        "normalizer": None,
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Split", "pattern": {"Regex": PATTERN}, "behavior": "Isolated", "invert": False}, level]},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [bos, {"Sequence": {"id": "A", "type_id": 0}}],
            "pair": [bos, {"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}],
            "special_tokens": {"<|bos|>": {"id": "<|bos|>", "ids": [SPECIAL.index("<|bos|>")], "tokens": ["<|bos|>"]}}},
        "decoder": level,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": vocabulary, "merges": [list(pair) for pair in merges]},
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


class Tokenizer:
    """Encodes and decodes with a tokenizer.json that write_tokenizer() made."""

    def __init__(self, path: Path) -> None:
        model = json.loads(path.read_text(encoding="utf-8"))["model"]
        self.ids: dict[str, int] = model["vocab"]
        self.tokens = {i: token for token, i in self.ids.items()}
        self.ranks = {tuple(pair): rank for rank, pair in enumerate(model["merges"])}
        self.known: dict[str, list[int]] = {}
        self.split_special = regex.compile("(" + "|".join(regex.escape(s) for s in SPECIAL) + ")")
        self.bytes = {letter: byte for byte, letter in enumerate(LETTERS)}

    def word(self, word: str) -> list[int]:
        """The ids of one pre-token."""
        if word not in self.known:
            parts = list(spelled(word))
            while len(parts) > 1:
                best = min(zip(parts, parts[1:]), key=lambda p: self.ranks.get(p, len(self.ranks)))
                if best not in self.ranks:
                    break
                parts = merged(parts, best)
            if len(self.known) > 200_000:
                self.known.clear()
            self.known[word] = [self.ids[p] for p in parts]
        return self.known[word]

    def encode(self, text: str) -> list[int]:
        """The ids of a text in which special tokens may stand; adds none of its own."""
        out: list[int] = []
        for piece in self.split_special.split(text):
            if piece in SPECIAL:
                out.append(self.ids[piece])
            else:
                for word in WORDS.findall(piece):
                    out += self.word(word)
        return out

    def decode(self, ids: list[int]) -> str:
        data = b"".join(b"" if self.tokens[i] in SPECIAL else bytes(self.bytes[c] for c in self.tokens[i]) for i in ids)
        return data.decode("utf-8", "replace")

    def prompt(self, messages: list[dict[str, str]]) -> list[int]:
        """The ids of a chat up to where the assistant is to speak, as the chat template writes it."""
        text = "".join(f"<|{m['role']}|>{m['content']}<|end|>" for m in messages)
        return self.encode(f"<|bos|>{text}<|assistant|>")

    def document(self, doc: Document, with_bos: bool = True) -> tuple[list[int], list[int]]:
        """The ids of a training document and, for each, whether its prediction counts."""
        if doc.text:
            ids = self.encode(("<|bos|>" if with_bos else "") + doc.text + "<|eos|>")
            return ids, [1] * len(ids)
        ids, counts = [self.ids["<|bos|>"]], [0]
        for message in doc.messages:
            head = [self.ids[f"<|{message['role']}|>"]]
            body = self.encode(message["content"]) + [self.ids["<|end|>"]]
            ids += head + body
            counts += [0] + [int(message["role"] == "assistant")] * len(body)
        return ids, counts
