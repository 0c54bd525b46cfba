"""`thidua targets`: targets of single units from a table."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli.importing import File, OnlyShow, Sure, is_agreed

app = typer.Typer(no_args_is_help=True, help="targets of single units")


@app.command("import")
def import_file(file: File, only_show: OnlyShow = False, is_sure: Sure = False) -> None:
    """Load targets of single units from a table; a faulty row stops all of it."""
    from services.imports import targets  # slow to load

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        context = bootstrap.context(made, session)
        plan = targets.plan(session, file, context.campaign, context.commune)
        if is_agreed(plan.preview, only_show=only_show, is_sure=is_sure):
            targets.apply(session, plan, context.now)
            typer.echo(f"Đã nhập {plan.preview.rows} chỉ tiêu.")
