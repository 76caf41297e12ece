"""Recognizers of what identifies a person by number, date or place: each entity its own, by forms that a table tests.

Loaded with presidio, and so only by ``detect.recognizers``.
"""

from __future__ import annotations

from pipeline.detect.identifiers.addresses import HomeAddressRecognizer
from pipeline.detect.identifiers.births import BirthDateRecognizer, BirthPlaceRecognizer
from pipeline.detect.identifiers.cases import CaseNumberRecognizer
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

__all__ = ["IDENTIFIERS", "IdentifierRecognizer"]

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
