"""The demo's phones: valid, each given out once, and none beyond what a country keeps for stories."""

import phonenumbers
import pytest

from tappa.command.demo_data.names import BY_COUNTRY
from tappa.command.demo_data.phones import phone_number


@pytest.mark.parametrize("country", BY_COUNTRY)
def test_phones_are_valid_and_each_given_once(country: str) -> None:
    numbers = [number for index in range(6000) if (number := phone_number(country, index))]
    assert len(numbers) > 1000
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed), number
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number


def test_fictional_numbers_run_out() -> None:
    assert phone_number("DE", 4999)
    assert phone_number("DE", 5000) == ""
