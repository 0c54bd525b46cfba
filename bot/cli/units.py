"""`thidua units`: the commune and its units from a table."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli import unit_changes
from bot.cli.importing import File, OnlyShow, Sure, is_agreed
from bot.clock import RealClock

app = typer.Typer(no_args_is_help=True, help="the commune and its villages, schools, offices")


@app.command("import")
def import_file(file: File, only_show: OnlyShow = False, is_sure: Sure = False) -> None:
    """Add or renew units from a table; a faulty row stops all of it."""
    from services.imports import units  # slow to load

    chosen = settings.load()
    code = bootstrap.load_campaign(chosen).commune_code
    with bootstrap.open_store(chosen).deployment_wide("the commune itself may be new") as session:
        plan = units.plan(session, file, code)
        if is_agreed(plan.preview, only_show=only_show, is_sure=is_sure):
            units.apply(session, plan, RealClock().now())
            typer.echo(f"Đã nhập {plan.preview.rows} đơn vị.")


unit_changes.add_to(app)
