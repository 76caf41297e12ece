"""The entity types that a rule may name: what detection finds by its form, and what a language model alone finds.

A list and no question to the detector, which takes a second to load: a rule file is checked without it. A test holds
the two together.
"""

from __future__ import annotations

__all__ = ["ENTITIES", "MODEL_ENTITIES"]

MODEL_ENTITIES = frozenset({"LOCATION", "NRP", "ORGANIZATION"})
"""What only a language model finds: places, nationalities and other groups, bodies."""
ENTITIES = MODEL_ENTITIES | frozenset(
    {
        "ALIEN_NUMBER",
        "CASE_NUMBER",
        "CREDIT_CARD",
        "CRYPTO",
        "DATE_OF_BIRTH",
        "DATE_TIME",
        "EMAIL_ADDRESS",
        "HOME_ADDRESS",
        "IBAN_CODE",
        "IP_ADDRESS",
        "MAC_ADDRESS",
        "MEDICAL_LICENSE",
        "PERSON",
        "PERSONALITY_FILE",
        "PHONE_NUMBER",
        "PLACE_OF_BIRTH",
        "SERVICE_NUMBER",
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
