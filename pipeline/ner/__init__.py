"""The language model: spaCy's, loaded from what is installed or from a folder, and asked for the names in a text."""

from pipeline.ner.folder import EXTRA, digest_of_model, find_model
from pipeline.ner.language_model import LanguageModel, SeenEntity, load_model

__all__ = ["EXTRA", "LanguageModel", "SeenEntity", "digest_of_model", "find_model", "load_model"]
