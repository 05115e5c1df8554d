"""Start from a shipped model folder instead of the bare encoder: int8 weights back to float, by the names of its nodes.

What quantisation took is little (half a step of 1/127 of a channel's largest weight) and the first steps give it back,
so that a model can be trained further, or taught a newsroom's own passages, without the checkpoint that it came from.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from training.network import Inventory, Network

PARTS = ("query", "key", "value")  # of the joint attention matrix, in the order that `training.export` lays them

Arrays = dict[str, npt.NDArray[Any]]
TABLE = "encoder.embeddings.word_embeddings"
WHOLE = "network."  # the shipped graph holds the network as a part of `training.export.Lean`


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """The network's parameters as float tensors by name, from ``model.onnx`` in ``folder``."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays: Arrays = {i.name.removeprefix(WHOLE): numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        name: array
        for name, array in arrays.items()
        if array.dtype == np.float32 and "::" not in name and "/" not in name and not name.endswith("_narrow_scale")
    }
    found.pop(f"{TABLE}.scales", None)
    if f"{TABLE}.table" in arrays:
        found[f"{TABLE}.weight"] = arrays[f"{TABLE}.table"].astype(np.float32) * arrays[f"{TABLE}.scales"]
    for name in (n.removesuffix("_narrow") for n in arrays if n.endswith("_narrow") and "::" not in n):
        found.pop(f"{name}_narrow", None)
        found[name] = _widened(arrays, name)
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in arrays and "::" in node.input[1]:
            found[parameter(node.name)] = _matrix(arrays, node.input[1]).T
        elif node.op_type == "MatMul" and f"{node.input[1]}_narrow" in arrays and "::" in node.input[1]:
            found[parameter(node.name)] = _widened(arrays, node.input[1]).T
        elif node.op_type == "Expand" and node.input[0] in arrays and arrays[node.input[0]].dtype == np.float32:
            found["root"] = arrays[node.input[0]].reshape(-1)
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in found.items()}


def parameter(node: str) -> str:
    """The name of the weight that a node multiplies by.

    >>> parameter("/network/encoder/encoder/layer.0/attention/output/dense/MatMul_quant")
    'encoder.encoder.layer.0.attention.output.dense.weight'
    >>> parameter("/network/attributions/row/row.0/MatMul")
    'attributions.row.0.weight'
    """
    parts = node.strip("/").removeprefix("network/").split("/")[:-1]
    merged: list[str] = []
    for part in parts:
        # A module of a sequence repeats the name of the sequence: row/row.0.
        if merged and part.startswith(merged[-1] + "."):
            merged.pop()
        merged.append(part)
    return ".".join([*merged, "weight"])


def unfused(found: dict[str, torch.Tensor], heads: int) -> dict[str, torch.Tensor]:
    """Parameters with the attention's joint matrices taken apart again and the scale of the queries undone."""
    apart = {}
    for name, tensor in found.items():
        if ".qkv." not in name:
            apart[name] = tensor
            continue
        query, key, value = tensor.chunk(3)
        size = query.shape[0] // heads
        for part, piece in zip(PARTS, (query * size**0.5, key, value), strict=True):
            apart[name.replace(".qkv.", f".{part}.")] = piece
    return apart


def _widened(arrays: Arrays, name: str) -> npt.NDArray[np.float32]:
    """A head's matrix that is kept in int8 with a scale a column."""
    wide: npt.NDArray[np.float32] = arrays[f"{name}_narrow"].astype(np.float32) * arrays[f"{name}_narrow_scale"]
    return wide


def _matrix(arrays: Arrays, name: str) -> npt.NDArray[np.float32]:
    if not name.endswith("_quantized"):
        return arrays[name].astype(np.float32)
    base = name.removesuffix("_quantized")
    zero = arrays[f"{base}_zero_point"].astype(np.float32)
    return (arrays[name].astype(np.float32) - zero) * arrays[f"{base}_scale"]


def load(network: Network, labels: Inventory, folder: Path) -> list[str]:
    """Fill a network from a model folder as far as the two have heads and labels in common.

    Returns the names of the parameters that the folder does not have; they start afresh. Raises `ValueError` where the
    folder's relations are others: a parser cannot be started from another treebank's.
    """
    kept = json.loads((folder / "labels.json").read_text(encoding="utf8"))
    if kept["deprels"] != labels.deprels:
        raise ValueError(f"{folder}: its relations are not those of these corpora; train from the bare encoder")
    found = unfused(weights(folder), network.encoder.config.num_attention_heads)
    state = network.state_dict()
    for name in ("tags.weight", "tags.bias"):
        found[name] = by_label(found[name], Inventory(kept["tags"], kept["deprels"]), state[name], labels)
    known = {n: t for n, t in found.items() if n in state and t.shape == state[n].shape}
    network.load_state_dict(state | known)
    return [name for name in state if name not in known]


def by_label(old: torch.Tensor, before: Inventory, fresh: torch.Tensor, now: Inventory) -> torch.Tensor:
    """The rows of the tag scores, each label's moved to where it stands now; new labels keep their fresh rows."""
    slices = before.slices()
    at = {(n, label): row for n, part in slices.items() for row, label in enumerate(before.tags[n], part.start)}
    rows = fresh.clone()
    for name, part in now.slices().items():
        for row, label in enumerate(now.tags[name], part.start):
            if (name, label) in at:
                rows[row] = old[at[name, label]]
    return rows
