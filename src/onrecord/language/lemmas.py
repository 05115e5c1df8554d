"""Lemma edit rules: how a form becomes its lemma, as a short string that a head can predict.

A rule is ``case`` + ``cut`` + ``:`` + ``added``: cut so many characters off the end of the form, add these, then set
the case: ``l`` all lower, ``k`` as it stands in the form, ``t`` first letter upper, ``u`` all upper. A lemma that
shares no beginning with its form is given whole: ``=`` + lemma. After the lemma scripts of Straka 2018 (UDPipe 2).

>>> rule("Talks", "talk"), rule("said", "say"), rule("Kyiv", "Kyiv"), rule("were", "be")
('l1:', 'l2:y', 'k0:', '=be')
"""

from collections.abc import Callable

CASES: dict[str, Callable[[str], str]] = {
    "l": str.lower,
    "k": str,
    "t": lambda text: text[:1].upper() + text[1:].lower(),
    "u": str.upper,
}


def rule(form: str, lemma: str) -> str:
    """The rule that makes ``lemma`` of ``form``: `apply` with it gives ``lemma`` back exactly."""
    shared = _shared(form.lower(), lemma.lower()) if len(form.lower()) == len(form) else 0
    if shared:
        for case in CASES:
            found = f"{case}{len(form) - shared}:{lemma[shared:].lower() if case != 'k' else lemma[shared:]}"
            if apply(form, found) == lemma:
                return found
    return f"={lemma}"


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def apply(form: str, rule: str) -> str:
    """The lemma that ``rule`` makes of ``form``; a rule that cuts more than there is leaves the form's first letter."""
    if rule.startswith("="):
        return rule[1:]
    cut, _, added = rule[1:].partition(":")
    kept = form[: max(1, len(form) - int(cut))]
    return CASES[rule[0]](kept + added)
