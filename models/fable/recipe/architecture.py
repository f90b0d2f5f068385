"""The shape of the fable model; run as a script it prints the shape as compiler flags for trainer.cpp."""
from __future__ import annotations

import numpy as np

VOCAB = 1536
WIDTH = 192
LAYERS = 5
HEADS = 6
KV_HEADS = 2
HEAD_SIZE = 32
INNER = 448
CONTEXT = 2048
ROPE_THETA = 10000.0
NORM_EPSILON = 1e-5


def tensors() -> list[tuple[str, tuple[int, ...]]]:
    """Names and shapes of all weights, in the order in which a checkpoint holds them."""
    out: list[tuple[str, tuple[int, ...]]] = [("embed", (VOCAB, WIDTH))]
    for i in range(LAYERS):
        out += [(f"{i}.norm1", (WIDTH,)), (f"{i}.qkv", ((HEADS + 2 * KV_HEADS) * HEAD_SIZE, WIDTH)),
                (f"{i}.out", (WIDTH, HEADS * HEAD_SIZE)), (f"{i}.norm2", (WIDTH,)),
                (f"{i}.gate_up", (2 * INNER, WIDTH)), (f"{i}.down", (WIDTH, INNER))]
    return out + [("norm", (WIDTH,))]


def parameter_count() -> int:
    return sum(int(np.prod(shape)) for _, shape in tensors())


def load(path: str) -> dict[str, np.ndarray]:
    """Reads the weights at the start of a checkpoint file."""
    flat = np.fromfile(path, dtype=np.float32, count=parameter_count())
    out, at = {}, 0
    for name, shape in tensors():
        size = int(np.prod(shape))
        out[name] = flat[at:at + size].reshape(shape)
        at += size
    return out


if __name__ == "__main__":
    print(f"-DVOCAB={VOCAB} -DWIDTH={WIDTH} -DLAYERS={LAYERS} -DHEADS={HEADS} -DKV_HEADS={KV_HEADS} "
          f"-DHEAD_SIZE={HEAD_SIZE} -DINNER={INNER} -DCONTEXT={CONTEXT} -DROPE_THETA={ROPE_THETA} "
          f"-DNORM_EPSILON={NORM_EPSILON}")
