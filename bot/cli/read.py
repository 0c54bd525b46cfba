"""`thidua read`: how a wording would be understood, alone or through the whole path; nothing is stored."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from bot import bootstrap, settings
from bot.cli import read_messages
from bot.clock import RealClock
from bot.operator_error import OperatorError
from bot.settings import Settings
from campaign.facts import State
from campaign.parsing import numbers
from campaign.parsing.numbers import cases
from handlers.reporter import named_answers, parse, typed_corrections
from models import units
from models.periods import Report
from models.scope import ScopedSession
from services import guards, report_sheet
from services.context import Context
from services.report_sheet import Ref, Sheet


def command(
    text: Annotated[str | None, typer.Argument(help="what a person might type")] = None,
    unit: Annotated[str | None, typer.Option(help="the field's unit: ha, hộ, người, tấn, ratio …")] = None,
    stock: Annotated[bool, typer.Option("--stock", help="a level, not what is new since last time")] = False,
    maximum: Annotated[str | None, typer.Option("--max", help="the largest figure that can be")] = None,
    cases: Annotated[Path | None, typer.Option(help="a file of cases: input, context, expected")] = None,
    messages: Annotated[Path | None, typer.Option(help="a file of whole messages with their right answers")] = None,
    buttons: Annotated[bool, typer.Option(help="with --messages: in a messenger with buttons, or without")] = True,
    input_key: Annotated[str | None, typer.Option("--input", help="with --unit-code: an input, KT1a.area")] = None,
    unit_code: Annotated[str | None, typer.Option(help="with --input: a unit, T01")] = None,
) -> None:
    """Show how a wording would be understood. Nothing is stored."""
    if cases is not None:
        lines, count = read_cases(cases)
        typer.echo("\n".join(lines))
        raise typer.Exit(1 if count else 0)
    if messages is not None:
        lines, is_wrong = read_messages.check(bootstrap.load_campaign(settings.load()), messages, has_buttons=buttons)
        typer.echo("\n".join(lines))
        raise typer.Exit(1 if is_wrong else 0)
    if text is None:
        raise OperatorError('write what a person might type: thidua read "2 mẫu 3 sào" --unit ha')
    if input_key and unit_code:
        typer.echo(read_in_place(settings.load(), text, input_key, unit_code))
    elif unit:
        typer.echo(read(text, unit, is_stock=stock, maximum=maximum))
    else:
        raise OperatorError("give --unit, or --input with --unit-code")


def read(text: str, unit: str, *, is_stock: bool, maximum: str | None) -> str:
    """One line: value, ratio, keep, nothing, missing, or ask with its reason."""
    try:
        limit = None if maximum is None else Decimal(maximum)
    except InvalidOperation:
        raise OperatorError(f"--max {maximum!r} is no number; write it like 50 or 0.5") from None
    return cases.line(
        numbers.read(text, numbers.Field(unit=unit, flow=not is_stock, ratio=unit == "ratio", maximum=limit))
    )


def read_cases(path: Path) -> tuple[list[str], int]:
    """The lines to print for a case file, and how many cases were read otherwise than expected."""
    try:
        found = cases.check(path)
    except OSError as error:
        raise OperatorError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise OperatorError(f"{path}: {error}") from None
    return [*(str(one) for one in found), f"{len(found)} mismatches"], len(found)


def read_in_place(settings: Settings, text: str, key: str, unit_code: str) -> str:
    """The same line, with the unit's own guards and history, as if it were said this week."""
    made = bootstrap.deployment(bootstrap.load_campaign(settings))
    store = bootstrap.open_store(settings)
    session = ScopedSession(store.engine)
    try:
        return _line(made.context(session, RealClock().now()), text, key, unit_code)
    except LookupError as error:
        raise OperatorError(str(error)) from None
    finally:
        session.rollback()
        session.close()
        store.close()


def _line(context: Context, text: str, key: str, unit_code: str) -> str:
    unit = units.by_code(context.session, context.commune, unit_code)
    if unit is None:
        raise OperatorError(f"there is no unit {unit_code}")
    measure_id, _, name = key.partition(".")
    measure = context.campaign.by_id.get(measure_id)
    one = next((found for found in measure.inputs if found.key == name), None) if measure else None
    if measure is None or one is None:
        raise OperatorError(f"--input {key!r} is none of the campaign's; write it like KT1a.area")
    ref = Ref(measure, one)
    period = report_sheet.current_period(context)
    sheet = Sheet(context, Report(unit=unit, unit_id=unit.id, period=period, period_id=period.id, due=[key]))
    correction = typed_corrections.read(text)
    found = named_answers.by_name(sheet, correction.words if correction else text, sheet.questions)
    words = next((one.words for one in found.mentions if one.key == key), text) if found else text
    return _describe(ref, parse.understand(sheet, ref, words, "ông/bà"))


def _describe(ref: Ref, result: parse.Understood | guards.Refusal) -> str:
    if isinstance(result, guards.Refusal):
        return f"ask {result.reason}"
    answer = result.answer
    if answer.state == State.NOT_KNOWN or answer.value is None:
        return cases.line(numbers.NotKnown())
    if answer.state == State.NOTHING:
        return cases.line(numbers.Nothing())
    if answer.state == State.UNCHANGED:
        return cases.line(numbers.Keep())
    if ref.input.denominator == "asked" and answer.denominator is not None:
        return cases.line(numbers.Ratio(answer.value, answer.denominator))
    said = cases.line(numbers.Value(answer.value))
    return f"{said} marked: {answer.mark}" if answer.mark else said
