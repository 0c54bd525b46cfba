"""What a person typed, as a figure or as the reason why it must be asked; and figures printed the same way."""

from campaign.parsing.numbers.fields import Field
from campaign.parsing.numbers.reader import read
from campaign.parsing.numbers.reading import Ask, Keep, Nothing, NotKnown, Ratio, Reading, Reason, Value
from campaign.parsing.numbers.show import show

__all__ = ["Ask", "Field", "Keep", "NotKnown", "Nothing", "Ratio", "Reading", "Reason", "Value", "read", "show"]
