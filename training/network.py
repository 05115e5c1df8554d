"""The network: one encoder over word pieces, word vectors, and all heads on them.

Parser: Dozat & Manning 2017 (biaffine arcs); relations are scored by a low-rank product per relation, so that the
reader needs no weights of its own to label an arc it chose. Links: a biaffine score of (word, other word) a channel,
with a learned bias for the distance between them: the other is in the source or the content of a cue, a side, the place
or the grounds of a trigger, an antecedent of a mention.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from onrecord.language import features
from onrecord.language.model import CHANNELS

ARC, RELATION, RANK = 256, 128, 12
SHALLOW = (0, 3)  # layers that heads see beside the last: it was trained to tell sentences and smears words together


@dataclass(frozen=True)
class Inventory:
    """The labels of every head, in the order of their scores.

    ``tags`` maps a tag head to its labels; ``together`` tells for a pair of heads ("upos xpos") which labels of the
    second occur with each label of the first.
    """

    tags: dict[str, list[str]]
    deprels: list[str]
    together: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """How many tag scores a word has in all."""
        return sum(map(len, self.tags.values()))

    def slices(self) -> dict[str, slice]:
        """Where each tag head's scores stand."""
        found, at = {}, 0
        for name, labels in self.tags.items():
            found[name] = slice(at, at + len(labels))
            at += len(labels)
        return found


class Linker(nn.Module):
    """Scores of word pairs, one a channel."""

    def __init__(self, size: int, channels: int, width: int) -> None:
        super().__init__()
        self.channels, self.width = channels, width
        wide = channels * width
        self.row = nn.Sequential(nn.Linear(size, wide), nn.GELU(), nn.Linear(wide, wide))
        self.word = nn.Sequential(nn.Linear(size, wide), nn.GELU(), nn.Linear(wide, wide))
        self.bias = nn.Linear(size, channels)
        self.distance = nn.Embedding(features.DISTANCES, channels)
        nn.init.constant_(self.distance.weight, -0.5)

    def forward(self, word: Tensor, distances: Tensor) -> Tensor:
        """Word vectors (windows, words, size) to logits (windows, words, words, channels): row word, other word."""
        shape = (word.shape[0], -1, self.channels, self.width)
        row = self.row(word).view(shape).permute(0, 2, 1, 3)
        other = self.word(word).view(shape).permute(0, 2, 3, 1)
        scores = (row @ other) / self.width**0.5
        scores = scores + self.bias(word).permute(0, 2, 1).unsqueeze(2) + self.distance(distances).permute(2, 0, 1)
        return scores.permute(0, 2, 3, 1)


class Network(nn.Module):
    """Word pieces in, word scores out; see `forward` for the shapes."""

    def __init__(self, encoder: Path, inventory: Inventory, dropout: float = 0.15) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="sdpa", add_pooling_layer=False)
        still(self.encoder)
        size = self.encoder.config.hidden_size
        self.cases = nn.Embedding(len(features.CASES), size)
        self.flags = nn.Embedding(16, size)
        for table in (self.cases, self.flags):
            nn.init.normal_(table.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(size, inventory.width)
        self.arc_dependent = nn.Sequential(nn.Linear(size, ARC), nn.GELU(), nn.Dropout(dropout))
        self.arc_head = nn.Sequential(nn.Linear(size, ARC), nn.GELU(), nn.Dropout(dropout))
        self.arc_weight = nn.Parameter(torch.eye(ARC) / ARC**0.5)
        self.arc_bias = nn.Linear(ARC, 1)
        self.root = nn.Parameter(torch.randn(size) * 0.02)
        relations = len(inventory.deprels)
        self.relations = relations
        self.relation_dependent = nn.Sequential(
            nn.Linear(size, RELATION), nn.GELU(), nn.Dropout(dropout), nn.Linear(RELATION, relations * RANK)
        )
        self.relation_head = nn.Sequential(
            nn.Linear(size, RELATION), nn.GELU(), nn.Dropout(dropout), nn.Linear(RELATION, relations * RANK)
        )
        self.relation_bias = nn.Linear(size, relations)
        self.shallow = nn.Linear(len(SHALLOW) * size, size, bias=False)
        nn.init.zeros_(self.shallow.weight)
        self.attributions = Linker(size, len(CHANNELS["attributions"]), 128)
        self.deeds = Linker(size, len(CHANNELS["deeds"]), 64)
        self.mentions = Linker(size, len(CHANNELS["mentions"]), 128)
        self.positions = Linker(size, len(CHANNELS["positions"]), 64)

    def forward(
        self,
        pieces: Tensor,
        cases: Tensor,
        flags: Tensor,
        present: Tensor | None,
        firsts: Tensor,
        lasts: Tensor,
        distances: Tensor,
    ) -> tuple[Tensor, ...]:
        """Score windows.

        In: ``pieces, cases, flags, present`` (windows, pieces), ``present`` None without padding; ``firsts, lasts``
        (windows, words) piece positions; ``distances`` (words, words) buckets.

        Out: tags (windows, words, width); arcs (windows, words, 1 + words), column 0 the root; relation factors of
        dependents with their bias (windows, words, relations, RANK + 1) and of heads (windows, 1 + words, relations,
        RANK); the links of `CHANNELS`, each (windows, words, words, channels).
        """
        vectors = self.encoder.embeddings.word_embeddings(pieces) + self.cases(cases) + self.flags(flags)
        found = self.encoder(inputs_embeds=vectors, attention_mask=present, output_hidden_states=True).hidden_states
        shallow = self.shallow(torch.cat([at_words(found[layer], firsts, lasts) for layer in SHALLOW], -1))
        word = self.dropout(at_words(found[-1], firsts, lasts) + shallow)
        heads = torch.cat([self.root.to(word.dtype).expand(word.shape[0], 1, -1), word], 1)
        tags = self.tags(word)
        head = self.arc_head(heads)
        arcs = (self.arc_dependent(word) @ self.arc_weight) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)
        shape = (word.shape[0], -1, self.relations, RANK)
        dependent = torch.cat([self.relation_dependent(word).view(shape), self.relation_bias(word).unsqueeze(-1)], -1)
        governor = self.relation_head(heads).view(shape)
        links = [linker(word, distances) for linker in (self.attributions, self.deeds, self.mentions, self.positions)]
        return tags, arcs, dependent, governor, *links


def at_words(states: Tensor, firsts: Tensor, lasts: Tensor) -> Tensor:
    """Vectors of pieces to vectors of words: the mean of a word's first and last piece."""
    wide = (-1, -1, states.shape[-1])
    first = torch.gather(states, 1, firsts.unsqueeze(-1).expand(wide))
    return (first + torch.gather(states, 1, lasts.unsqueeze(-1).expand(wide))) * 0.5


def still(encoder: nn.Module) -> None:
    """Switch dropout inside the encoder off.

    On attention weights it keeps the CPU from its fused kernel and halves the speed; the heads keep theirs.
    """
    modules: Iterator[Any] = encoder.modules()  # torch's types know no plain attributes of a module
    for module in modules:
        if isinstance(module, nn.Dropout):
            module.p = 0.0
        if hasattr(module, "dropout_prob"):
            module.dropout_prob = 0.0
