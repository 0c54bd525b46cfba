"""`thidua figures`: opening figures from a table."""

from __future__ import annotations

import typer

from bot import bootstrap, settings
from bot.cli.importing import File, OnlyShow, Sure, is_agreed

app = typer.Typer(no_args_is_help=True, help="opening figures: baselines, last year's, totals so far")


@app.command("import")
def import_file(file: File, only_show: OnlyShow = False, is_sure: Sure = False) -> None:
    """Load opening figures from a table; a faulty row stops all of it."""
    from rich.progress import track  # slow to load

    from services.imports import figures

    chosen = settings.load()
    made = bootstrap.deployment(bootstrap.load_campaign(chosen))
    with bootstrap.open_store(chosen).transaction() as session:
        context = bootstrap.context(made, session)
        plan = figures.plan(session, file, context.campaign, context.commune, context.now.date())
        if is_agreed(plan.preview, only_show=only_show, is_sure=is_sure):
            figures.apply(session, plan, context.now, track)
            typer.echo(f"Đã nhập {plan.preview.rows} số liệu.")
