"""The language of names: where a text names persons, who is meant, and which of them held office."""

from pipeline.people.casing import ordinary_words, readable_copy
from pipeline.people.cuts import Piece, pieces
from pipeline.people.lexicon import FILES, Lexicon, fold_name, read_lexicon
from pipeline.people.mention import Mention
from pipeline.people.read import read_people
from pipeline.people.subjects import Persons, subjects_of_births
from pipeline.people.words import Weights

__all__ = [
    "FILES",
    "Lexicon",
    "Mention",
    "Persons",
    "Piece",
    "Weights",
    "fold_name",
    "ordinary_words",
    "pieces",
    "read_lexicon",
    "read_people",
    "readable_copy",
    "subjects_of_births",
]
