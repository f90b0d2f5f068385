"""The fable model in PyTorch: the reference for the trainer's gradients and for the ONNX graph."""
from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

import architecture as A

Past = list[tuple[torch.Tensor, torch.Tensor]]


def rotary_tables() -> tuple[np.ndarray, np.ndarray]:
    """Cosines and sines, [CONTEXT, HEAD_SIZE / 2] each."""
    frequencies = A.ROPE_THETA ** (-np.arange(A.HEAD_SIZE // 2) / (A.HEAD_SIZE // 2))
    angles = np.arange(A.CONTEXT)[:, None] * frequencies[None, :]
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


class Model:
    """Runs one sequence, with the keys and values of earlier calls as past."""

    def __init__(self, weights: dict[str, np.ndarray], learn: bool = False) -> None:
        self.w = {name: torch.tensor(value, requires_grad=learn) for name, value in weights.items()}
        self.cos, self.sin = (torch.tensor(t) for t in rotary_tables())

    def norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + A.NORM_EPSILON) * weight

    def rotate(self, x: torch.Tensor, first: int) -> torch.Tensor:
        c, s = (t[first:first + x.shape[1]] for t in (self.cos, self.sin))
        a, b = x.chunk(2, dim=-1)
        return torch.cat([a * c - b * s, b * c + a * s], dim=-1)

    def __call__(self, ids: list[int], past: Past | None = None) -> tuple[torch.Tensor, Past]:
        """Logits [tokens, VOCAB], and keys and values [KV_HEADS, all tokens, HEAD_SIZE] of each layer."""
        n, seen = len(ids), past[0][0].shape[1] if past else 0
        x, present = self.w["embed"][torch.tensor(ids)], []
        mask = torch.ones(n, seen + n, dtype=torch.bool).tril(seen)
        sizes = [A.HEADS * A.HEAD_SIZE, A.KV_HEADS * A.HEAD_SIZE, A.KV_HEADS * A.HEAD_SIZE]
        for i in range(A.LAYERS):
            parts = F.linear(self.norm(x, self.w[f"{i}.norm1"]), self.w[f"{i}.qkv"]).split(sizes, dim=-1)
            q, k, v = (p.view(n, -1, A.HEAD_SIZE).transpose(0, 1) for p in parts)
            q, k = self.rotate(q, seen), self.rotate(k, seen)
            if past:
                k, v = torch.cat([past[i][0], k], dim=1), torch.cat([past[i][1], v], dim=1)
            present.append((k, v))
            k, v = (t.repeat_interleave(A.HEADS // A.KV_HEADS, dim=0) for t in (k, v))
            scores = (q @ k.transpose(1, 2)) * A.HEAD_SIZE ** -0.5
            mixed = scores.masked_fill(~mask, float("-inf")).softmax(-1) @ v
            x = x + F.linear(mixed.transpose(0, 1).reshape(n, -1), self.w[f"{i}.out"])
            gate, up = F.linear(self.norm(x, self.w[f"{i}.norm2"]), self.w[f"{i}.gate_up"]).chunk(2, dim=-1)
            x = x + F.linear(F.silu(gate) * up, self.w[f"{i}.down"])
        return F.linear(self.norm(x, self.w["norm"]), self.w["embed"]), present


def greedy(model: Model, prompt: list[int], stops: set[int], limit: int) -> list[int]:
    """The most likely continuation, without the stop token; `limit` tokens long if none came."""
    out: list[int] = []
    with torch.no_grad():
        logits, past = model(prompt)
        while len(out) < limit and len(prompt) + len(out) < A.CONTEXT:
            token = int(logits[-1].argmax())
            if token in stops:
                break
            out.append(token)
            logits, past = model([token], past)
    return out
