"""What a person typed, as a figure or as the reason why it must be asked; and figures printed the same way."""

from campaign.parsing.numbers.bare import is_bare
from campaign.parsing.numbers.fields import Field
from campaign.parsing.numbers.reader import read
from campaign.parsing.numbers.reading import Ask, Keep, Nothing, NotKnown, Ratio, Reading, Reason, Value
from campaign.parsing.numbers.show import show
from campaign.parsing.numbers.wordings import change, last_unit_of, without_change

__all__ = [
    "Ask",
    "Field",
    "Keep",
    "NotKnown",
    "Nothing",
    "Ratio",
    "Reading",
    "Reason",
    "Value",
    "change",
    "is_bare",
    "last_unit_of",
    "read",
    "show",
    "without_change",
]
