"""The command line: magnify scan | batch | text | forms | rank | app.

Exit codes: 0 every photo was processed, 1 some could not be opened (their line says why) or a picture could not
be written, 2 wrong usage or a reader that is not installed, 70 a fault of the program itself, 130 stopped by the
person, 141 whoever read the output has gone. Engines, numpy and rich are imported by the commands that need them,
so that ``--help`` comes at once.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from scanner.command_line.batch_command import batch
from scanner.command_line.explanation import ExplainOption, refuse_with_json, show_explanation
from scanner.command_line.terminal import (
    SOME_FAILED,
    ending_cleanly,
    leaving_threads_behind,
    progress,
    say,
    show,
    write_line,
)
from scanner.command_line.text_command import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanner.command_line.picture_file import PictureFolder
    from scanner.records import Scan

SHOWN = 20
"""Ranked products that a person gets to see unless they ask for more."""
APP_OPTIONS = (
    "--server.address=localhost",
    "--server.allowedHosts=localhost",
    "--server.allowedHosts=127.0.0.1",
    "--server.disconnectedSessionTTL=240",  # seconds
    "--browser.gatherUsageStats=false",
    "--server.showEmailPrompt=false",
    "--server.maxUploadSize=40",  # MB, as in scanner.photo
    "--client.showErrorDetails=none",  # a traceback would show printed text and file names
    "--client.showErrorLinks=false",
    "--client.toolbarMode=minimal",
    "--logger.hideWelcomeMessage=true",
)
"""As in .streamlit/config.toml, which Streamlit only reads in the folder where it is started."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help needs a third of the time
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """The entry point. Leaves with one of the exit codes above and never with a traceback."""
    with leaving_threads_behind(), ending_cleanly():
        for stream in (sys.stdout, sys.stderr):
            # A label's letters must not end the program on a terminal that cannot show them.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        app(prog_name="magnify")


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"magnify {version('magnify-labels')}")
        raise typer.Exit


@app.callback()
def magnify(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(wanted=value),
            is_eager=True,
            help="Show it and exit.",
        ),
    ] = False,
) -> None:
    """Reads photos of magnesium supplement labels: which form, how much elemental magnesium per serving."""


JsonOption = Annotated[bool, typer.Option("--json", help="JSON, one object per line, for programs.")]


@app.command()
@ending_cleanly()
def scan(
    photos: Annotated[list[Path], typer.Argument(metavar="PHOTO...", help="Photos of labels.")],
    *,
    as_json: JsonOption = False,
    reader: Annotated[
        Literal["auto", "rapid", "tesseract"],
        typer.Option(help="auto: PP-OCR, with Tesseract as a second opinion where there is one."),
    ] = "auto",
    save_picture: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Also write NAME.magnify.png: the photo with what was read marked on it."
        ),
    ] = None,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Threads of the reader.")] = 1,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="S", help="Seconds after which a photo is given up.")
    ] = 120.0,
    explain: ExplainOption = False,
) -> None:
    """Read photos of labels and say what is in each.

    One table per photo, or with --json one line, in the order given.
    """
    from functools import partial

    from scanner.attempt import Attempts
    from scanner.readers import open_readers

    refuse_with_json(explain=explain, as_json=as_json)
    pictures = _picture_folder(save_picture, photos)
    attempts = Attempts(partial(open_readers, reader, threads), timeout)
    if note := attempts.readers.note:
        say(note)
    complete = True
    for place, photo in enumerate(photos, start=1):
        with progress(f"{place}/{len(photos)} {photo.name}") as tell:
            tried = attempts.try_photo(photo, tell=tell)
        if as_json:
            write_line(tried.as_json())
        else:
            from scanner.command_line.scan_table import scan_table

            show(scan_table(photo, tried.scan))
            if explain:
                show_explanation(tried.scan)
        if tried.error is not None:
            complete = False
        elif pictures is not None:
            complete = _save(pictures, photo, tried.scan) and complete
    if not complete:
        raise typer.Exit(SOME_FAILED)


def _picture_folder(folder: Path | None, photos: Iterable[Path]) -> PictureFolder | None:
    if folder is None:
        return None
    from scanner.command_line.picture_file import PictureFolder

    try:
        return PictureFolder(folder, photos)
    except OSError as error:
        raise typer.BadParameter(f"{error}", param_hint="--save-picture") from error


def _save(pictures: PictureFolder, photo: Path, read: Scan) -> bool:
    """Whether the picture was written; the person is told where, or why not."""
    from scanner.errors import MagnifyError

    try:
        say(f"Wrote {pictures.save(photo, read)}")
    except (MagnifyError, OSError, ValueError) as error:
        say(f"The picture of {photo.name!r} could not be written: {error}")
        return False
    return True


app.command()(batch)
app.command()(text)


@app.command()
@ending_cleanly()
def forms(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="Names as printed.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the forms of magnesium, or map printed names.

    With --json and no NAME it reads one printed name per line from standard input.
    """
    if as_json:
        from catalog.names import match

        for name in names or _lines():
            found = match(name)
            write_line({"name": name, "forms": list(found.forms), "state": found.state})
        return
    if names:
        from scanner.command_line.name_table import name_table

        show(name_table(names))
    else:
        from scanner.command_line.form_table import form_table

        show(form_table())


def _lines() -> Iterator[str]:
    """The lines of standard input as UTF-8, whatever the terminal's encoding."""
    if sys.stdin.isatty():
        say("One printed name per line, please; Ctrl-D ends.")
    for place, line in enumerate(sys.stdin.buffer):
        # Editors on Windows begin a file with a byte order mark.
        yield line.decode("utf-8" if place else "utf-8-sig", "replace").rstrip("\r\n")


@app.command()
@ending_cleanly()
def rank(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Results: JSON Lines, CSV or Parquet.")],
    *,
    goal: Annotated[str, typer.Option(help="sleep, constipation, cognition ...")],
    authority: Annotated[str, typer.Option(help="Whose limit counts: US, EU, UK ...")] = "US",
    age: Annotated[float | None, typer.Option(metavar="YEARS", help="Age of who it is for.")] = None,
    adult_present: Annotated[
        bool, typer.Option("--adult-present", help="Under 18: an adult is looking along.")
    ] = False,
    pregnant: Annotated[bool, typer.Option("--pregnant", help="For a pregnant person.")] = False,
    breast_feeding: Annotated[
        bool, typer.Option("--breast-feeding", help="For someone who breast-feeds.")
    ] = False,
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Such as kidney_disease; a wrong one lists all. May be repeated."),
    ] = None,
    medicine: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Such as levothyroxine; a wrong one lists all. May be repeated."),
    ] = None,
    servings_a_day: Annotated[
        float | None, typer.Option(metavar="N", help="What you take where the directions were not read.")
    ] = None,
    top: Annotated[int | None, typer.Option(min=1, help="How many to show; 20, or all with --json.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Rank scanned products for a goal.

    Every place comes with its reasons and their sources. This compares labels; it is not medical advice.
    """
    from catalog.profile import Profile
    from catalog.rank_file import rank_file
    from scanner.screen_text import visible

    shown = top if top is not None or as_json else SHOWN
    try:
        person = Profile(
            age_y=age,
            pregnant=pregnant,
            breast_feeding=breast_feeding,
            authority=authority,
            conditions=tuple(condition or ()),
            medicines=tuple(medicine or ()),
            with_adult=adult_present,
            servings_where_unread=servings_a_day,
        )
        ranking = rank_file(file, goal, person, top=shown)
    except OSError as error:
        raise typer.BadParameter(
            f"{str(file)!r} cannot be read: {error.strerror}", param_hint="FILE"
        ) from error
    except ValueError as error:
        raise typer.BadParameter(visible(str(error))) from error
    if as_json:
        write_line(ranking)
        return
    from scanner.command_line.rank_table import rank_table

    show(rank_table(ranking))


@app.command("app")
@ending_cleanly()
def start_app() -> None:
    """Open the app in the browser; no photo leaves this machine."""
    import subprocess

    page = Path(__file__).resolve().parent.parent / "streamlit_app.py"
    if not page.is_file():
        say(f"The app is not installed: there is no {page}.")
        raise typer.Exit(SOME_FAILED)
    command = [sys.executable, "-m", "streamlit", "run", str(page), *APP_OPTIONS]
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603
