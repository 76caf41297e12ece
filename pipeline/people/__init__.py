"""The language of names: where a text names persons, who is meant, and which of them held office."""

from pipeline.people.lexicon import FILES, Lexicon, fold_name, read_lexicon
from pipeline.people.mention import Mention
from pipeline.people.read import read_people
from pipeline.people.words import Weights

__all__ = ["FILES", "Lexicon", "Mention", "Weights", "fold_name", "read_lexicon", "read_people"]
