"""Compares loss and gradients of trainer.cpp with those of PyTorch on one micro-batch.

usage: check_gradients.py CHECKPOINT DATA OUTPUT_OF_TRAINER_CHECK
"""
from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np
import torch

import architecture as A
from reference import Model

MICRO_TOKENS = 1024  # as in trainer.cpp


def micro_batch(path: str) -> list[tuple[list[int], list[int]]]:
    """The first documents of a training file, as many as the trainer takes at once."""
    data, at, out = Path(path).read_bytes(), 0, []
    while sum(len(ids) for ids, _ in out) < MICRO_TOKENS:
        (n,) = struct.unpack_from("<I", data, at)
        out.append((list(struct.unpack_from(f"<{n}H", data, at + 4)), list(data[at + 4 + 2 * n:at + 4 + 3 * n])))
        at += 4 + 3 * n
    return out


def main() -> None:
    checkpoint, data, result = sys.argv[1:]
    model = Model(A.load(checkpoint), learn=True)
    losses = []
    for ids, counts in micro_batch(data):
        logits, _ = model(ids[:-1])
        each = torch.nn.functional.cross_entropy(logits, torch.tensor(ids[1:]), reduction="none")
        losses.append(each[torch.tensor(counts[1:], dtype=torch.bool)])
    loss = torch.cat(losses).mean()
    loss.backward()
    wanted = np.concatenate([model.w[name].grad.numpy().ravel() for name, _ in A.tensors()])
    got = np.fromfile(result, dtype=np.float32)
    error = float(np.abs(got[1:] - wanted).max() / np.abs(wanted).max())
    print(f"loss {loss.item():.6f} and {got[0]:.6f}; largest gradient error {error:.1e} of the largest gradient")
    at = 1
    for name, shape in A.tensors():
        size = int(np.prod(shape))
        mine, theirs = got[at:at + size], model.w[name].grad.numpy().ravel()
        relative = float(np.linalg.norm(mine - theirs) / (np.linalg.norm(theirs) + 1e-12))
        if relative > 1e-3:
            sys.exit(f"{name}: relative gradient error {relative:.1e}")
        at += size


if __name__ == "__main__":
    main()
