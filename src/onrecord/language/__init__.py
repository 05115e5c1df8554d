"""Language: a text's words, sentences, trees, entities, attributions and time expressions.

>>> document = analyse("Kyiv said on Monday that talks would resume.")  # doctest: +SKIP
>>> document.words(*document.attributions[0].content[0])  # doctest: +SKIP
'talks would resume'
"""

from onrecord.language.document import Attribution, Document, Tagged, Token

__all__ = ["Attribution", "Document", "Tagged", "Token", "analyse"]


def analyse(text: str) -> Document:
    """Analyse an English text (paragraphs divided by blank lines) with the shipped model.

    Offsets of the `Document` are code points of ``text``. The model is loaded at the first call. Raises `ModelError`
    where its folder is damaged.
    """
    from onrecord.language import analysis, features, model, words

    return analysis.analyse_words(text, features.look(text, words.split(text)), model.shipped())
