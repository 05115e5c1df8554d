"""Average the weights of two runs: ``python -m training.average RUN EARLIER --share 0.45 --out FOLDER``.

A run that went on from another one learns new heads and loses a little of the old ones; weights between the two keep
both (Wortsman et al. 2022, robust fine-tuning by interpolation). What the earlier run has no weights for is kept as it
is. The heads of findings are then fitted to the averaged encoder by ``training.train --only-findings``.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch

from training.corpora import HERE
from training.network import Inventory
from training.warm import by_label

State = dict[str, torch.Tensor]
# Names of the first linker in runs before there were others.
RENAMED = {
    "link_cue.": "attributions.row.", "link_word.": "attributions.word.", "link_bias.": "attributions.bias.",
    "link_distance.": "attributions.distance.",
}  # fmt: skip


def read(run: Path) -> tuple[State, Inventory, int]:
    """Weights, labels and steps of a run's checkpoint."""
    found = torch.load(run / "checkpoint.pt", weights_only=False)
    kept = json.loads((run / "labels.json").read_text(encoding="utf8"))
    state: State = {}
    for name, tensor in found["network"].items():
        old = next((prefix for prefix in RENAMED if name.startswith(prefix)), "")
        state[RENAMED.get(old, "") + name.removeprefix(old)] = tensor
    return state, Inventory(kept["tags"], kept["deprels"]), int(found["step"])


def average(late: State, labels: Inventory, early: State, before: Inventory, share: float) -> State:
    """``share`` of the early weights and the rest of the late ones, by name and, for tags, by label."""
    found: State = {}
    for name, tensor in late.items():
        if not tensor.is_floating_point():
            found[name] = tensor
            continue
        # What a residual layer did not add before, it added nothing of.
        other = torch.zeros_like(tensor) if name == "shallow.weight" and name not in early else early.get(name)
        if other is not None and name.startswith("tags."):
            other = by_label(other, before, tensor, labels)
        found[name] = tensor if other is None else (1 - share) * tensor + share * other
    return found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("run", type=Path)
    ask.add_argument("earlier", type=Path)
    ask.add_argument("--share", type=float, default=0.45, help="of the earlier run")
    ask.add_argument(
        "--without", default="", help="leave out what begins so in the earlier run: it has learnt another task"
    )
    ask.add_argument("--out", type=Path, default=HERE / "runs" / "averaged")
    opt = ask.parse_args()
    late, labels, step = read(opt.run)
    early, before, _ = read(opt.earlier)
    if opt.without:
        early = {name: tensor for name, tensor in early.items() if not name.startswith(opt.without)}
    opt.out.mkdir(parents=True, exist_ok=True)
    torch.save({"network": average(late, labels, early, before, opt.share), "step": step}, opt.out / "checkpoint.pt")
    shutil.copy(opt.run / "labels.json", opt.out / "labels.json")


if __name__ == "__main__":
    main()
