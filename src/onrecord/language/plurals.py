"""Plurals: the singular of an English noun by rule, with the exceptions of ``tables/word_forms.yaml``."""

import functools
import re

from onrecord.language import words

RULES = (
    (re.compile(r"(?<=m)en$"), "an"),
    (re.compile(r"(?<=[a-z][^aeiou])ies$"), "y"),
    (re.compile(r"(?<=[^aeiou]o)es$"), ""),
    (re.compile(r"(?<=ss|sh|ch|zz|.x)es$"), ""),
    (re.compile(r"(?<=[^su])s$"), ""),
)


@functools.lru_cache(50_000)
def singular(noun: str) -> str:
    """The singular of a plural noun in lower case; what looks like no plural stays as it is.

    >>> [singular(n) for n in ("officials", "policemen", "countries", "boxes", "wives", "series", "forces")]
    ['official', 'policeman', 'country', 'box', 'wife', 'series', 'force']
    """
    noun = noun.lower()
    before, hyphen, last = noun.rpartition("-")
    if noun in words.forms()["plurals"]:
        return str(words.forms()["plurals"][noun])
    if last in words.forms()["unchanged"]:
        return noun
    if hyphen:
        return before + hyphen + singular(last)
    for ending, replaced in RULES:
        found, changed = ending.subn(replaced, noun)
        if changed:
            return found
    return noun
