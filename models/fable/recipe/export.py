"""Writes the model folder: the ONNX graph of a checkpoint, and the configuration files beside it.

usage: export.py CHECKPOINT FOLDER
"""
from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

import architecture as A
from reference import rotary_tables
from tokenizer import SPECIAL

MS = "com.microsoft"
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{% if message['role'] not in ['system', 'user', 'assistant'] %}"
    "{{ raise_exception('Unknown role: ' + message['role']) }}{% endif %}"
    "{{ '<|' + message['role'] + '|>' + (message['content'] | trim) + '<|end|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}")


class Graph:
    """Collects nodes and initializers."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, op: str, inputs: list[str], outputs: list[str] | str, domain: str = "", **attributes: object) -> str:
        outputs = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(op, inputs, outputs, name="/" + outputs[0], domain=domain, **attributes))
        return outputs[0]


def build(weights: dict[str, np.ndarray]) -> ModelProto:
    """The graph with the names and operators of onnxruntime-genai's model builder."""
    g = Graph()
    epsilon = A.NORM_EPSILON
    cos, sin = rotary_tables()
    g.constant("cos_cache", cos)
    g.constant("sin_cache", sin)
    g.constant("one", np.array(1, np.int64))
    g.constant("axis_one", np.array([1], np.int64))
    lengths = g.add("ReduceSum", ["attention_mask", "axis_one"], "mask/sum", keepdims=0)
    lengths = g.add("Sub", [lengths, "one"], "mask/last")
    lengths = g.add("Cast", [lengths], "seqlens_k", to=TensorProto.INT32)
    total = g.add("Shape", ["attention_mask"], "mask/shape")
    total = g.add("Gather", [total, "one"], "mask/total", axis=0)
    total = g.add("Cast", [total], "total_sequence_length", to=TensorProto.INT32)

    embed = g.constant("model.embed_tokens.weight", weights["embed"])
    x = g.add("Gather", [embed, "input_ids"], "model/embed")
    change = ""

    def norm(name: str, weight: np.ndarray) -> str:
        """Adds the pending change to the residual stream x and norms the sum."""
        nonlocal x
        scale = g.constant(name.replace("/", ".") + ".weight", weight)
        if not change:
            return g.add("SimplifiedLayerNormalization", [x, scale], name, axis=-1, epsilon=epsilon, stash_type=1)
        out, residual = name, name + "/residual"
        g.add("SkipSimplifiedLayerNormalization", [x, change, scale], [out, "", "", residual], MS, epsilon=epsilon)
        x = residual
        return out

    def linear(source: str, name: str, weight: np.ndarray) -> str:
        return g.add("MatMul", [source, g.constant(name.replace("/", ".") + ".weight", weight.T)], name)

    for i in range(A.LAYERS):
        at = f"model/layers.{i}"
        h = norm(f"{at}/input_layernorm", weights[f"{i}.norm1"])
        qkv = linear(h, f"{at}/attn/qkv_proj", weights[f"{i}.qkv"])
        mixed = g.add(
            "GroupQueryAttention",
            [qkv, "", "", f"past_key_values.{i}.key", f"past_key_values.{i}.value", lengths, total, "cos_cache", "sin_cache"],
            [f"{at}/attn/gqa", f"present.{i}.key", f"present.{i}.value"], MS, num_heads=A.HEADS, kv_num_heads=A.KV_HEADS,
            scale=A.HEAD_SIZE ** -0.5, do_rotary=1, rotary_interleaved=0)
        change = linear(mixed, f"{at}/attn/o_proj", weights[f"{i}.out"])
        h = norm(f"{at}/post_attention_layernorm", weights[f"{i}.norm2"])
        gate_weight, up_weight = np.split(weights[f"{i}.gate_up"], 2)
        gate = linear(h, f"{at}/mlp/gate_proj", gate_weight)
        up = linear(h, f"{at}/mlp/up_proj", up_weight)
        act = g.add("Mul", [gate, g.add("Sigmoid", [gate], f"{at}/mlp/sigmoid")], f"{at}/mlp/silu")
        act = g.add("Mul", [act, up], f"{at}/mlp/act")
        change = linear(act, f"{at}/mlp/down_proj", weights[f"{i}.down"])
    h = norm("model/norm", weights["norm"])
    # The embedding is stored once; the runtime folds this transposition when it loads the graph.
    g.add("MatMul", [h, g.add("Transpose", [embed], "lm_head/weight", perm=[1, 0])], "logits")

    def value(name: str, kind: int, *shape: int | str) -> object:
        return helper.make_tensor_value_info(name, kind, list(shape))

    def cache(name: str, length: str) -> list[object]:
        return [value(f"{name}.{i}.{part}", TensorProto.FLOAT, "batch_size", A.KV_HEADS, length, A.HEAD_SIZE)
                for i in range(A.LAYERS) for part in ("key", "value")]

    inputs = [value("input_ids", TensorProto.INT64, "batch_size", "sequence_length"),
              value("attention_mask", TensorProto.INT64, "batch_size", "total_sequence_length"),
              *cache("past_key_values", "past_sequence_length")]
    outputs = [value("logits", TensorProto.FLOAT, "batch_size", "sequence_length", A.VOCAB),
               *cache("present", "total_sequence_length")]
    graph = helper.make_graph(g.nodes, "fable", inputs, outputs, g.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="fable recipe")


def configurations() -> dict[str, dict[str, object]]:
    pad, bos, eos, end = (SPECIAL.index(f"<|{t}|>") for t in ("pad", "bos", "eos", "end"))
    generation = {"bos_token_id": bos, "eos_token_id": [end, eos], "pad_token_id": pad}
    names = {"past_key_names": "past_key_values.%d.key", "past_value_names": "past_key_values.%d.value"}
    return {
        "config.json": {
            "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": A.VOCAB, "hidden_size": A.WIDTH,
            "intermediate_size": A.INNER, "num_hidden_layers": A.LAYERS, "num_attention_heads": A.HEADS,
            "num_key_value_heads": A.KV_HEADS, "head_dim": A.HEAD_SIZE, "max_position_embeddings": A.CONTEXT,
            "rope_theta": A.ROPE_THETA, "rope_scaling": None, "rms_norm_eps": A.NORM_EPSILON, "hidden_act": "silu",
            "attention_bias": False, "attention_dropout": 0.0, "mlp_bias": False, "tie_word_embeddings": True,
            "torch_dtype": "float32", "use_cache": True, **generation},
        "generation_config.json": {**generation, "do_sample": False, "max_length": A.CONTEXT},
        "genai_config.json": {
            "model": {
                "type": "llama", "vocab_size": A.VOCAB, "context_length": A.CONTEXT, **generation,
                "decoder": {
                    "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
                    "filename": "model.onnx", "head_size": A.HEAD_SIZE, "hidden_size": A.WIDTH,
                    "num_attention_heads": A.HEADS, "num_hidden_layers": A.LAYERS, "num_key_value_heads": A.KV_HEADS,
                    "inputs": {"input_ids": "input_ids", "attention_mask": "attention_mask", **names},
                    "outputs": {"logits": "logits", "present_key_names": "present.%d.key",
                                "present_value_names": "present.%d.value"}}},
            "search": {
                "diversity_penalty": 0.0, "do_sample": False, "early_stopping": True, "length_penalty": 1.0,
                "max_length": A.CONTEXT, "min_length": 0, "no_repeat_ngram_size": 0, "num_beams": 1,
                "num_return_sequences": 1, "past_present_share_buffer": True, "repetition_penalty": 1.0,
                "temperature": 1.0, "top_k": 50, "top_p": 1.0}},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": A.CONTEXT, "add_bos_token": True,
            "add_eos_token": False, "bos_token": "<|bos|>", "eos_token": "<|end|>", "pad_token": "<|pad|>",
            "clean_up_tokenization_spaces": False,
            "added_tokens_decoder": {str(i): {"content": token, "lstrip": False, "normalized": False, "rstrip": False,
                                              "single_word": False, "special": True} for i, token in enumerate(SPECIAL)},
            "chat_template": TEMPLATE}}


def write(path: Path, data: bytes) -> None:
    """Replaces a file in one go, so that a reader never sees half of it."""
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(data)
    os.replace(temporary, path)


def main() -> None:
    checkpoint, folder = sys.argv[1], Path(sys.argv[2])
    model = build(A.load(checkpoint))
    write(folder / "model.onnx", model.SerializeToString())
    for name, data in configurations().items():
        write(folder / name, (json.dumps(data, indent=2) + "\n").encode())
    print(f"{A.parameter_count():,} parameters in {folder / 'model.onnx'}")


if __name__ == "__main__":
    main()
