"""Recognizers of what identifies a person by number, date or place: each entity its own, by forms that a table tests.

Asked without presidio, whose loading takes over a second: these are sought in every run.
"""

from __future__ import annotations

from pipeline.detect.identifiers.addresses import HomeAddressRecognizer
from pipeline.detect.identifiers.births import BirthDateRecognizer, BirthPlaceRecognizer
from pipeline.detect.identifiers.cases import CaseNumberRecognizer
from pipeline.detect.identifiers.forms import Readied, Sought, find_forms
from pipeline.detect.identifiers.military import PersonalityFileRecognizer, ServiceNumberRecognizer
from pipeline.detect.identifiers.money import BankNumberRecognizer, CardRecognizer, IbanRecognizer
from pipeline.detect.identifiers.network import EmailRecognizer, IpAddressRecognizer
from pipeline.detect.identifiers.numbers import (
    AlienNumberRecognizer,
    DriverLicenseRecognizer,
    PassportRecognizer,
    SocialSecurityRecognizer,
)
from pipeline.detect.identifiers.recognizer import IdentifierRecognizer
from pipeline.detect.identifiers.telephones import TelephoneRecognizer

__all__ = ["IDENTIFIERS", "IdentifierRecognizer", "Readied", "Sought", "find_forms"]

IDENTIFIERS: tuple[type[IdentifierRecognizer], ...] = (
    AlienNumberRecognizer,
    BankNumberRecognizer,
    BirthDateRecognizer,
    BirthPlaceRecognizer,
    CardRecognizer,
    CaseNumberRecognizer,
    DriverLicenseRecognizer,
    EmailRecognizer,
    HomeAddressRecognizer,
    IbanRecognizer,
    IpAddressRecognizer,
    PassportRecognizer,
    PersonalityFileRecognizer,
    ServiceNumberRecognizer,
    SocialSecurityRecognizer,
    TelephoneRecognizer,
)
