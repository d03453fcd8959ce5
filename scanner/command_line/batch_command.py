"""magnify batch: a folder of labels becomes a table."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

import typer

from scanner.command_line.terminal import SOME_FAILED, STOPPED, WRONG_USAGE, ending_cleanly, say

if TYPE_CHECKING:
    from scanner.batch.order import Order
    from scanner.batch.table import Format

BYTES_EACH = 1_000_000_000
"""Memory for one process: 0.6 GB were measured, and a large photo takes more for a moment."""


@ending_cleanly()
def batch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE...]",
            help="Folders, photos, zip files, .txt lists, addresses (s3://...). Without: only writes the tables.",
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the results are kept, and taken up again.")],
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=1024, help="Processes that read; as many as there are processors."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers read, tcp://...")
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="S", help="Seconds after which a photo is given up.")
    ] = 120.0,
    formats: Annotated[
        str, typer.Option("--format", help="Of the tables: csv, parquet, jsonl, joined by commas.")
    ] = "csv,parquet",
    group: Annotated[
        Literal["folder", "name"] | None,
        typer.Option(
            help="Also a table of products: photos in one folder, or brand-front.jpg and brand-back.jpg."
        ),
    ] = None,
    reader: Annotated[Literal["auto", "rapid", "tesseract"], typer.Option(help="As for scan.")] = "auto",
    retry: Annotated[
        bool, typer.Option("--retry", help="Read again what hung, ran out of memory or failed the reader.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say only what goes wrong.")] = False,
) -> None:
    """Read any number of photos into a table.

    The same command goes on where it was stopped, whatever stopped it.
    """
    if sys.platform == "win32":
        say("'magnify batch' needs Linux or macOS. On Windows, run it in WSL.")
        raise SystemExit(WRONG_USAGE)
    from scanner.batch.order import Order

    order = Order(
        sources=tuple(sources or ()),
        out=out,
        jobs=jobs or _processors(),
        cluster=cluster,
        limit_s=timeout,
        formats=_formats(formats),
        by=group,
        reader=reader,
        retry=retry,
    )
    _carry_out(order, quiet=quiet)


def _carry_out(order: Order, *, quiet: bool) -> None:
    from scanner.batch.errors import BatchError
    from scanner.batch.order import carry_out
    from scanner.batch.tally import Tally
    from scanner.command_line.batch_progress import stopped, summary_text, watching

    if not order.sources and not (order.out / "results.jsonl").is_file():
        raise typer.BadParameter("there is nothing to read, and no results in --out yet", param_hint="SOURCE")
    # A machine that shuts down, or a container that is stopped, is no different from Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    tally = Tally()
    try:
        with watching(tally, quiet=quiet) as watch:
            summary = carry_out(order, tally, watch)
    except KeyboardInterrupt:
        say(stopped(tally))
        raise SystemExit(STOPPED) from None
    except BatchError as error:
        say(str(error))
        raise SystemExit(SOME_FAILED if tally.done else WRONG_USAGE) from None
    if not quiet:
        typer.echo(summary_text(summary, order), nl=False)
    if summary.causes.total():
        raise typer.Exit(SOME_FAILED)


def _formats(given: str) -> tuple[Format, ...]:
    from scanner.batch.table import FORMATS

    wanted = [form.strip().lower() for form in given.split(",")]
    if unknown := [form for form in wanted if form not in FORMATS]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    return cast("tuple[Format, ...]", tuple(dict.fromkeys(wanted)))


def _processors() -> int:
    """As many processes as there are processors, and room for."""
    from dask.system import CPU_COUNT  # knows the limits of containers

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(1, min(int(CPU_COUNT), memory // BYTES_EACH))
