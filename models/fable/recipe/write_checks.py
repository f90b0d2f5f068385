"""Writes what verify.mjs compares the exported model with.

usage: write_checks.py CHECKPOINT FOLDER WORK

FOLDER/recipe/heldout.json gets the held-out prompts; WORK/strings.json many strings with the ids of
our own tokenizer; WORK/logits.json and logits.bin token runs with the logits of the PyTorch model.
"""
from __future__ import annotations

import json
import random
import sys
from itertools import islice
from pathlib import Path

import numpy as np
import torch

import architecture as A
from grammar import documents, heldout_prompts
from make_data import text_of
from reference import Model
from tokenizer import SPECIAL, Tokenizer

PLAIN = [
    "", " ", "  ", "\n", "\n\n", " \n ", "\t", "a", " a", "a ", "  a", "a  b", "a   b ", "a\nb", "a\r\nb", "a \n b", "\ta\t\tb",
    "   leading", "trailing   ", "many      spaces", "line\n\n\nline", "\u00a0no-break\u00a0space", "\u3000wide\u3000space",
    "It's Ana's dog; they'll come, won't they? I'd say we've been.", "'s", "''s", "IT'S", "don't", "l'arbre", "0", "42", "1234567890",
    "3.14", "4+5=9", "12 - 7", "a1b2", "x2", "½ ² ٣ 四", "Hello, world!", "hello...world", "(brackets) [and] {more}", "#$%&*@^~`|\\/<>",
    "e-mail@example.org", "snake_case camelCase", "ÄÖÜ äöü ß", "naïve café", "cafe\u0301", "Ελληνικά", "Привет, мир", "שלום", "مرحبا", "नमस्ते", "สวัสดี",
    "你好,世界", "こんにちは", "カタカナ", "안녕하세요", "🦊", "🦊🏮", "a🦊b", "👩‍👩‍👧‍👦", "🇫🇷", "👍🏽", "𝒜𝓃𝒶", "𠀀𠀁", "zero\u200bwidth", "\x00", "\x01\x02", "\x07bell\x1b[0m", "\x7f",
    "\ufffd", "<|bos|>", "<|user|>Hi<|end|>", "a<|eos|>b", " <|assistant|> ", "<|unknown|>", "<|bos", "|>", "<|pad|><|pad|>",
    "<|bos|><|system|>You are Fable.<|end|><|user|>Repeat: apple, river, 7, moon<|end|><|assistant|>",
]


def strings() -> list[str]:
    """Hand-written cases, training-like texts, and random runs over several alphabets."""
    rng = random.Random(11)
    out = list(PLAIN)
    out += [text_of(d)[:300] for d in islice(documents(123, "short"), 120)]
    alphabets = ["abcdefgh ", "aA1 .,'\n", "  \n\t a", "0123456789+-= ", "äöéñ ab", "日本語中文 a", "🦊🏮🌙👍 a", "абвг где", "<|>user end", "'stredvml "]
    for alphabet in alphabets:
        out += ["".join(rng.choice(alphabet) for _ in range(rng.randint(1, 40))) for _ in range(20)]
    return out


def main() -> None:
    checkpoint, folder, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    tokenizer = Tokenizer(folder / "tokenizer.json")
    prompts = ",\n".join(json.dumps(p, ensure_ascii=False) for p in heldout_prompts())
    (folder / "recipe" / "heldout.json").write_text(f"[\n{prompts}\n]\n", encoding="utf-8")
    texts = [{"text": t, "ids": tokenizer.encode(t)} for t in strings()]
    (work / "strings.json").write_text(json.dumps(texts), encoding="utf-8")

    stream = [i for d in islice(documents(77, "mixed"), 60) for i in tokenizer.document(d)[0]]
    runs = [stream[n:2 * n] for n in (1, 2, 5, 16, 63, 128, 300, 700, A.CONTEXT)]
    model = Model(A.load(checkpoint))
    with torch.no_grad():
        logits = np.concatenate([model(run)[0].numpy().ravel() for run in runs])
    (work / "logits.json").write_text(json.dumps({"vocab": A.VOCAB, "special": SPECIAL, "runs": runs}))
    logits.astype(np.float32).tofile(work / "logits.bin")


if __name__ == "__main__":
    main()
