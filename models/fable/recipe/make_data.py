"""Writes the tokenizer and the binary training files that trainer.cpp reads.

A training file is a run of documents, each: uint32 length, then per token uint16 id, then per
token uint8 1 if the prediction of this token counts in the loss.
"""
from __future__ import annotations

import argparse
import random
import struct
from array import array
from itertools import islice
from pathlib import Path

from grammar import STAGES, Document, documents
from tokenizer import LETTERS, SPECIAL, Tokenizer, learn_merges, write_tokenizer


def text_of(doc: Document) -> str:
    return doc.text or "\n".join(m["content"] for m in doc.messages)


def make_tokenizer(path: Path, size: int) -> None:
    texts = [text_of(doc) for stage in ("short", "mixed", "long") for doc in islice(documents(0, stage), 12_000)]
    write_tokenizer(path, learn_merges(texts, size - len(SPECIAL) - len(LETTERS)))


def make_file(path: Path, tokenizer: Tokenizer, stage: str, seed: int, tokens: int) -> None:
    """Fills a file with documents of a stage until it has the wanted number of tokens."""
    rng = random.Random(seed)
    written = 0
    with path.open("wb") as out:
        for doc in documents(seed, stage):
            ids, counts = tokenizer.document(doc, with_bos=rng.random() < 0.7)
            if len(ids) > 2048:
                continue
            out.write(struct.pack("<I", len(ids)) + array("H", ids).tobytes() + bytes(counts))
            written += len(ids)
            if written >= tokens:
                return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--make-tokenizer", type=int, metavar="SIZE")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--stage", choices=list(STAGES), default="mixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=1_000_000)
    args = parser.parse_args()
    if args.make_tokenizer:
        make_tokenizer(args.tokenizer, args.make_tokenizer)
    if args.out:
        make_file(args.out, Tokenizer(args.tokenizer), args.stage, args.seed, args.tokens)


if __name__ == "__main__":
    main()
