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

Arrays = dict[str, npt.NDArray[Any]]
TABLE = "encoder.embeddings.word_embeddings"


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """The network's parameters as float tensors by name, from ``model.onnx`` in ``folder``."""
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays: Arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        name: array
        for name, array in arrays.items()
        if array.dtype == np.float32 and "::" not in name and "/" not in name
    }
    found.pop(f"{TABLE}.scales", None)
    if f"{TABLE}.table" in arrays:
        found[f"{TABLE}.weight"] = arrays[f"{TABLE}.table"].astype(np.float32) * arrays[f"{TABLE}.scales"]
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and node.input[1] in arrays and "::" in node.input[1]:
            found[parameter(node.name)] = _matrix(arrays, node.input[1]).T
        elif node.op_type == "Expand" and node.input[0] in arrays and arrays[node.input[0]].dtype == np.float32:
            found["root"] = arrays[node.input[0]].reshape(-1)
    return {name: torch.from_numpy(np.array(array, order="C")) for name, array in found.items()}


def parameter(node: str) -> str:
    """The name of the weight that a node multiplies by.

    >>> parameter("/encoder/encoder/layer.0/attention/self/query/MatMul_quant")
    'encoder.encoder.layer.0.attention.self.query.weight'
    >>> parameter("/link_cue/link_cue.0/MatMul")
    'link_cue.0.weight'
    """
    parts = node.strip("/").split("/")[:-1]
    if len(parts) == 2 and parts[1].startswith(parts[0] + "."):
        parts = parts[1:]
    return ".".join([*parts, "weight"])


def _matrix(arrays: Arrays, name: str) -> npt.NDArray[np.float32]:
    if not name.endswith("_quantized"):
        return arrays[name].astype(np.float32)
    base = name.removesuffix("_quantized")
    zero = arrays[f"{base}_zero_point"].astype(np.float32)
    return (arrays[name].astype(np.float32) - zero) * arrays[f"{base}_scale"]


def load(network: Network, labels: Inventory, folder: Path) -> None:
    """Fill a network from a model folder. Raises `ValueError` where its labels or its parameters are others."""
    kept = json.loads((folder / "labels.json").read_text(encoding="utf8"))
    if (kept["tags"], kept["deprels"]) != (labels.tags, labels.deprels):
        raise ValueError(f"{folder}: its labels are not those of these corpora; train from the bare encoder")
    network.load_state_dict(weights(folder))
