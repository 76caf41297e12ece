"""The language of names: where a text names persons, who is meant, and which of them held office."""

from pipeline.people.lexicon import Lexicon, fold_name, read_lexicon
from pipeline.people.mention import Mention

__all__ = ["Lexicon", "Mention", "fold_name", "read_lexicon"]
