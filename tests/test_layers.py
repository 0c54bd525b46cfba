"""Layer test: imports run one way, without circles, and a library or a setting is touched in its one place."""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ("campaign", "models", "reports", "services", "handlers", "scheduler", "bot")
SIBLINGS = ({"handlers", "scheduler"},)  # both stand on services, and neither knows the other
OURS = {*LAYERS, "simulator", "migrations", "tests", "bench"}

# A library, and the only files that may import it.
ALONE = {
    "telegram": {
        "bot/channels/telegram/acknowledging.py",
        "bot/channels/telegram/channel.py",
        "bot/channels/telegram/check.py",
        "bot/channels/telegram/polling.py",
        "bot/channels/telegram/request.py",
        "bot/channels/telegram/sending.py",
        "bot/channels/telegram/updates.py",
    },
    "alembic": {"bot/migrate.py"},
    "apscheduler": {"scheduler/runner.py"},
    "pydantic_settings": {"bot/settings.py"},
    "holidays": {"bot/public_holidays.py"},
    "simulator": {"bot/cli/run.py"},
    "segno": {"reports/invitation_sheet.py"},
    "fpdf": {"reports/invitation_sheet.py"},
    "tomlkit": {"bot/campaign_export.py"},
    "openpyxl": {"services/imports/formats/workbook.py"},
    "python_calamine": {"services/imports/formats/older.py"},
}


# Where a turn of conversation is run, or the table of buttons is needed: the only modules of bot/ that know handlers/.
TURN_RUNNERS = {
    "bot/channels/telegram/acknowledging.py",
    "bot/cli/read.py",
    "bot/inbox/unresolved.py",
    "bot/inbox/redaction.py",
    "bot/inbox/routing.py",
    "bot/inbox/storage.py",
    "bot/inbox/turns.py",
}


def _files(package: str) -> Iterator[Path]:
    yield from (ROOT / package).rglob("*.py")


# Where a channel may be named: in its own package, in the registry, and where the simulator's telephones are played.
OF_CHANNELS = ("bot/channels/telegram/", "bot/channels/zalo/", "bot/channels/registry.py", "bot/demo/")
# Their libraries' loggers, which are hushed whatever is configured.
OF_LOGGERS = "bot/monitoring/logs.py"
_PATH = re.compile(
    r"`((?:campaign|models|reports|services|handlers|scheduler|bot|communes)/[\w/*-]+(?:\.(?:py|toml))?/?)`"
)  # a file or folder of ours
CHANNEL = re.compile("telegram|zalo", re.IGNORECASE)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _imports(path: Path) -> set[str]:
    """The top packages a file imports, anywhere in it."""
    return {module.split(".")[0] for module, _ in _imported(path)}


@cache
def _imported(path: Path) -> tuple[tuple[str, str], ...]:
    """Each import as the module and the name taken out of it, which may be a module too; "" for a whole module."""
    made: list[tuple[str, str]] = []
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            made += [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            made += [(node.module, alias.name) for alias in node.names]
    return tuple(made)


def _needs(path: Path, modules: Collection[str]) -> set[str]:
    """Which of our modules a file imports; of a package only what is taken out of it."""
    full = ((f"{module}.{name}", module) for module, name in _imported(path))
    return {inner if inner in modules else outer for inner, outer in full} & set(modules)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_what_lies_below(layer: str) -> None:
    """campaign <- models <- reports <- services <- handlers, scheduler <- bot, and never back."""
    above = set(LAYERS[LAYERS.index(layer) + 1 :])
    above |= {other for pair in SIBLINGS if layer in pair for other in pair - {layer}}
    wrong = {str(path.relative_to(ROOT)): _imports(path) & above for path in _files(layer)}
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_handlers_are_imported_only_where_a_turn_is_run() -> None:
    """The program needs the services alone; listed is what runs a turn, reads as one would, or asks about a button."""
    users = {str(path.relative_to(ROOT)) for path in _files("bot") if "handlers" in _imports(path)}
    assert TURN_RUNNERS == users


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Each module can be read and loaded after those it needs; imports for type checkers and in functions count too."""
    modules = {_module(path): path for package in sorted(OURS - {"migrations"}) for path in _files(package)}
    graph = {name: _needs(path, modules) for name, path in modules.items()}
    circle: list[str] = []
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = error.args[1]
    assert [] == circle


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_rules_of_the_campaign_need_nothing_but_the_standard_library() -> None:
    """Another program can take `campaign` as it is."""
    wrong = {
        str(path.relative_to(ROOT)): _imports(path) - set(sys.stdlib_module_names) - {"campaign"}
        for path in _files("campaign")
    }
    assert {path: names for path, names in wrong.items() if names} == {}


def test_the_simulated_world_knows_nothing_of_us() -> None:
    """A look-alike that shared code with the bot would share its mistakes."""
    wrong = {str(path.relative_to(ROOT)): _imports(path) & (OURS - {"simulator"}) for path in _files("simulator")}
    assert {path: names for path, names in wrong.items() if names} == {}


@pytest.mark.parametrize("library", sorted(ALONE))
def test_a_library_is_imported_in_its_one_place(library: str) -> None:
    """A library is touched in one place, so that it can be changed in one place."""
    users = {str(path.relative_to(ROOT)) for layer in LAYERS for path in _files(layer) if library in _imports(path)}
    assert users <= ALONE[library]
    assert users, f"nobody imports {library} any more: take it off the list"


def test_the_environment_is_read_in_one_place() -> None:
    """Settings come from bot/settings.py alone."""
    wrong = [
        str(path.relative_to(ROOT))
        for layer in LAYERS
        for path in _files(layer)
        if "os.environ" in path.read_text(encoding="utf-8") or "getenv" in path.read_text(encoding="utf-8")
    ]
    assert ["bot/settings.py"] == wrong


# Where the file's own campaign may be read: where it is loaded and checked, where the days' campaigns are made of it,
# and for what is the same on every day. Everybody else asks a context for the campaign of a day.
_AS_WRITTEN = {
    "campaign/definition/load.py",
    "campaign/definition/in_force.py",
    "bot/bootstrap.py",  # the calendar as the file alone has it
    "bot/cli/check.py",  # how many measures the file has
    "bot/communes/roll_ups.py",  # a unit above has a file and no overrides
    "bot/cli/roll_ups.py",  # advice about files
}
_READ_BACK = {"bot/cli/campaign.py", "bot/campaign_export.py"}  # a file is checked, or what was just written
_ON_EVERY_DAY = {"zone"}  # of the file's calendar: no override changes the time zone


def _attributes(layer: str) -> Iterator[tuple[str, ast.Attribute]]:
    for path in _files(layer):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Attribute):
                yield str(path.relative_to(ROOT)), node


@pytest.mark.parametrize("layer", sorted({*LAYERS, "services"}))
def test_the_rules_get_the_campaign_of_a_day(layer: str) -> None:
    """Nobody takes the file's campaign, or loads it, past the overrides that hold on the day."""
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in _attributes(layer)
        if (node.attr == "as_written" and path not in _AS_WRITTEN)
        or (ast.unparse(node) == "load.load" and path not in _READ_BACK)
    ]
    assert [] == wrong


@pytest.mark.parametrize("layer", sorted({*LAYERS, "services"}))
def test_nobody_reckons_by_the_file_s_calendar(layer: str) -> None:
    """Of a deployment's calendar the time zone alone is used; weeks and clock times are those of a context."""
    of_a_deployment = ("deployment.calendar", "made.calendar")
    wrong = [
        f"{path}:{node.lineno}"
        for path, node in _attributes(layer)
        if ast.unparse(node.value).endswith(of_a_deployment) and node.attr not in _ON_EVERY_DAY
    ]
    assert [] == wrong


def test_a_channel_is_named_in_its_own_package_alone() -> None:
    """What the program must know of a channel its descriptor says: no text, name or import elsewhere names one."""
    wrong = {
        str(path.relative_to(ROOT)): sorted(names)
        for layer in LAYERS
        for path in _files(layer)
        if not str(path.relative_to(ROOT)).startswith((*OF_CHANNELS, OF_LOGGERS)) and (names := _channels_named(path))
    }
    assert {} == wrong


def _channels_named(path: Path) -> set[str]:
    """Names, imports and texts of a file that name a channel; docstrings and comments may."""
    tree = _tree(path)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            found.add(node.value)
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(alias.name for alias in node.names)}
        elif isinstance(node, ast.Name | ast.Attribute):
            found.add(node.id if isinstance(node, ast.Name) else node.attr)
    return {name for name in found if CHANNEL.search(name)}


def test_nobody_asks_of_which_channel_a_bot_is() -> None:
    """What a channel can do is data; a ladder of its kinds would be one more place to change."""
    wrong = [
        str(path.relative_to(ROOT))
        for layer in LAYERS
        for path in _files(layer)
        if re.search(r"isinstance\([^)]*(Telegram|Zalo)\)", path.read_text(encoding="utf-8"))
    ]
    assert [] == wrong


_FOR_FEW = (
    "alembic docx fpdf holidays.countries mako openpyxl pygments python_calamine resvg_py rich segno tomlkit xlsxwriter"
)


def test_the_running_program_loads_nothing_that_few_answers_need() -> None:
    """Each of these holds megabytes for ever: a program that asks and hears figures does without them."""
    loaded = (
        "import sys, bot.cli.main; from bot import public_holidays; public_holidays.of_year(2026); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set() == set(_FOR_FEW.split()) & set(done.stdout.split())


def test_the_glossary_names_what_is_there() -> None:
    """A file that was moved is told of under its new name."""
    rows = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    named = {path for row in rows if row.startswith("|") for path in _PATH.findall(row.rsplit("|", 2)[1])}
    assert len(named) > 50
    assert {path for path in named if not any(list(ROOT.glob(one)) for one in (path, f"{path}.py"))} == set()
