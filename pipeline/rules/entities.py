"""The entity types that a rule may name: what detection finds without a language model.

A list and no question to the detector, which takes a second to load: a rule file is checked without it. A test holds
the two together.
"""

from __future__ import annotations

__all__ = ["ENTITIES"]

ENTITIES = frozenset(
    {
        "CREDIT_CARD",
        "CRYPTO",
        "DATE_TIME",
        "EMAIL_ADDRESS",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "MEDICAL_LICENSE",
        "PERSON",
        "PHONE_NUMBER",
        "UK_NHS",
        "UK_NINO",
        "URL",
        "US_BANK_NUMBER",
        "US_DRIVER_LICENSE",
        "US_ITIN",
        "US_PASSPORT",
        "US_SSN",
    }
)
