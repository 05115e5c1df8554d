"""The best tree of each sentence from arc scores: Chu & Liu 1965 / Edmonds 1967, with exactly one root.

Most sentences need no more than each word's best head; cycles and second roots are mended where they occur.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
NEVER = -1e9


def decode(scores: Floats, sentences: Sequence[tuple[int, int]]) -> list[int]:
    """Heads of all words, -1 for the root of each sentence.

    ``scores`` (words, 1 + words) are log-odds, column 0 for being the root, column 1 + j for word j as head;
    ``sentences`` are ranges of words that cover them in order. Every sentence gets the single-rooted tree of the
    highest sum of scores.
    """
    heads: list[int] = []
    for first, last in sentences:
        inside = np.asarray(scores[first:last, first + 1 : last + 1], np.float64)
        roots = np.asarray(scores[first:last, 0], np.float64)
        heads += [first + h if h >= 0 else -1 for h in best_tree(inside, roots)]
    return heads


def best_tree(inside: Floats, roots: Floats) -> list[int]:
    """Heads within one sentence: ``inside[i, j]`` scores j as head of i, ``roots[i]`` scores i as the root.

    Each word is tried as the root, the most promising first: no tree under a root beats the sum of every other word's
    best head, so that the search ends, as a rule at once, where that sum is under the best tree found.
    """
    count = len(roots)
    if count == 1:
        return [-1]
    arcs = np.full((count + 1, count + 1), NEVER)
    arcs[1:, 1:] = inside
    np.fill_diagonal(arcs, NEVER)
    best = arcs[1:, 1:].max(1)
    bounds = best.sum() - best + roots
    found, reached = [-1] * count, -np.inf
    for root in np.argsort(-bounds, kind="stable"):
        if bounds[root] <= reached:
            break
        rooted = arcs.copy()
        rooted[root + 1] = NEVER
        rooted[root + 1, 0] = roots[root]
        heads = arborescence(rooted)[1:]
        score = rooted[np.arange(1, count + 1), heads].sum()
        if score > reached:
            found, reached = [int(h) - 1 for h in heads], score
    return found


def cycle(heads: npt.NDArray[np.int64]) -> list[int]:
    """The nodes of one cycle among ``heads`` (node 0 has head -1), or an empty list."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        node, path = start, []
        while node >= 0 and state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if node >= 0 and state[node] == 1:
            return path[path.index(node) :]
        for seen in path:
            state[seen] = 2
    return []


def arborescence(arcs: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Heads of the best tree rooted in node 0 (whose own head is -1); ``arcs[i, j]`` scores j as head of i.

    Contracts one cycle, solves the smaller graph and opens the cycle where that solution enters it. Each contraction
    takes at least one node away; windows keep sentences far below the interpreter's depth.
    """
    heads: npt.NDArray[np.int64] = arcs.argmax(1)
    heads[0] = -1
    ring = cycle(heads)
    if not ring:
        return heads
    others = [n for n in range(len(arcs)) if n not in set(ring)]
    gains = arcs[np.ix_(ring, others)] - arcs[ring, heads[ring]][:, None]
    leaving = arcs[np.ix_(others, ring)]
    folded = np.full((len(others) + 1, len(others) + 1), NEVER)
    folded[:-1, :-1] = arcs[np.ix_(others, others)]
    folded[-1, :-1], folded[:-1, -1] = gains.max(0), leaving.max(1)
    solved = arborescence(folded)
    for i, node in enumerate(others[1:], 1):
        heads[node] = ring[leaving[i].argmax()] if solved[i] == len(others) else others[solved[i]]
    entry = solved[-1]
    heads[ring[gains[:, entry].argmax()]] = others[entry]
    return heads
