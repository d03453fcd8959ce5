"""Batch: many photos, each its own product; a table that fills while they are read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from app.batch import FAILED, WAITING, Batch, Item, from_zip, row_of
from app.draft import draft_of, shot
from app.engine import engine
from app.exports import csv_of
from app.folder_run import SHOWN, FolderRun
from app.printed import plain
from app.scan_page import EXTENSIONS
from app.state import open_draft
from catalog.shelf import session_only
from scanner.screen_text import visible

_EVERY_SECONDS = 0.6
_COLUMNS = (
    *("photo", "state", "elemental_mg", "compound_mg", "forms", "serving_quantity", "serving_unit"),
    *("per_container", "servings_per_day", "flags", "said", "to_check"),
)


def batch_page() -> None:
    """The page from top to bottom."""
    st.header("Many labels at once", anchor=False)
    st.write("Each photo is taken as one product. For several photos of one product use Scan.")
    batch: Batch = st.session_state.setdefault("batch", Batch())
    _add(batch)
    if "folder_run" in st.session_state:
        _folder_run()
    if not batch.items:
        return
    with st.container(horizontal=True):
        if batch.running and st.button("Stop", icon=":material/stop:"):
            batch.running = False
            st.rerun()
        if not batch.running and batch.left:
            label = "Read them" if batch.left == len(batch.items) else f"Go on with the other {batch.left}"
            if st.button(label, type="primary", icon=":material/play_arrow:"):
                batch.running = True
                st.rerun()
        if not batch.running and st.button("Start over", icon=":material/restart_alt:"):
            st.session_state.batch = Batch()
            st.session_state.batch_round = st.session_state.get("batch_round", 0) + 1
            st.rerun()
    st.fragment(_live, run_every=_EVERY_SECONDS if batch.running else None)()
    if not batch.running:
        _open_one(batch)
        _take_along(batch)


def _add(batch: Batch) -> None:
    count = st.session_state.get("batch_round", 0)
    problems: list[str] = []
    files = st.file_uploader(
        "Photos, or a zip file with photos",
        type=[*EXTENSIONS, "zip"],
        accept_multiple_files=True,
        key=f"batch-{count}",
    )
    found = [item for file in files for item in _items(file.name, file.getvalue(), problems)]
    with st.expander("A whole folder", icon=":material/folder_open:"):
        folder_files = st.file_uploader(
            "Folder to upload",
            type=EXTENSIONS,
            accept_multiple_files="directory",
            key=f"batch-folder-{count}",
        )
        found += [item for file in folder_files for item in _items(file.name, file.getvalue(), problems)]
        if not session_only():
            # On a shared server no one may look into its folders.
            _folder(count, problems)
    if batch.add(found):
        st.session_state.batch = batch
    for words in problems:
        st.error(plain(words))


def _folder(count: int, problems: list[str]) -> None:
    """A folder on this machine, of any size: read in the background, into another folder."""
    path = st.text_input("Or the path of a folder on this machine", key=f"batch-path-{count}").strip()
    if not path:
        return
    folder = Path(path).expanduser().absolute()
    if not folder.is_dir():
        problems.append(f"The folder cannot be read: there is no folder {folder}.")
        return
    out = st.text_input(
        "Folder for the results",
        str(folder.with_name(f"{folder.name}-magnify")),
        key=f"batch-out-{folder}",
        help="Results are kept here as they come. A run that was stopped goes on from them.",
    )
    current: FolderRun | None = st.session_state.get("folder_run")
    if st.button(
        "Read this folder", icon=":material/play_arrow:", disabled=current is not None and current.running
    ):
        run = st.session_state.folder_run = FolderRun(folder, Path(out).expanduser().absolute())
        run.start()


def _folder_run() -> None:
    """What the folder's run has come to."""
    run: FolderRun = st.session_state.folder_run
    st.subheader(plain(run.folder.name), anchor=False)
    if run.running and st.button("Stop", icon=":material/stop:", key="folder-stop"):
        run.stop()
        st.rerun()
    st.fragment(_live_folder, run_every=_EVERY_SECONDS if run.running else None)()
    if run.running:
        return
    if run.problem:
        st.error(plain(run.problem))
    elif run.total is not None and run.done < run.total:
        st.info("It was stopped. Read this folder once more to go on.")
    if run.done:
        st.write(
            plain(
                f"The tables for all photos are in {run.out}: results.csv, results.parquet, results.jsonl. "
                "Every row of their panels is in panel.csv and panel.parquet."
            )
        )


def _live_folder() -> None:
    """The part that is drawn again while the folder is read."""
    run: FolderRun = st.session_state.folder_run
    was_running = st.session_state.get("folder_running", False)
    st.session_state.folder_running = run.running
    run.look()
    if was_running and not run.running:
        st.rerun()
    if run.total:
        st.progress(min(1.0, run.done / run.total), f"{run.done:,} of {run.total:,} read")
    else:
        st.write(f"{run.done:,} read")
    if run.states:
        st.write(plain(", ".join(f"{count:,} {state}" for state, count in run.states.most_common())))
    if run.spoiled:
        lines = "1 line" if run.spoiled == 1 else f"{run.spoiled:,} lines"
        st.caption(f"{lines} of results.jsonl cannot be used, and left out here.")
    if run.rows:
        if run.done > SHOWN:
            st.caption(f"The latest {SHOWN:,}; all of them are in the tables.")
        _table(list(run.rows))


def _items(name: str, data: bytes, problems: list[str]) -> list[Item]:
    if not name.lower().endswith(".zip"):
        return [Item(name, data)]
    try:
        found = from_zip(name, data)
    except zipfile.BadZipFile:
        problems.append(f"{name} is no zip file, or it is cut off. Send it again.")
        return []
    if not found:
        problems.append(f"There is no picture in {name}.")
    return found


def _live() -> None:
    """The part that is drawn again while photos are read."""
    batch: Batch = st.session_state.batch
    if batch.running:
        while batch.running and batch.step(engine()):
            pass
        if not batch.running:
            st.rerun()
    done = len(batch.items) - batch.left
    st.progress(done / len(batch.items), f"{done} of {len(batch.items)} read")
    states = list(dict.fromkeys(row_of(item)["state"] for item in batch.items))
    wanted = st.pills("Show", states, selection_mode="multi", key="batch-states") if len(states) > 1 else []
    rows = [row for row in map(row_of, batch.items) if not wanted or row["state"] in wanted]
    _table(rows)


def _table(rows: list[dict[str, Any]]) -> None:
    table = pd.DataFrame(rows, columns=list(_COLUMNS)).map(
        lambda cell: visible(cell) if isinstance(cell, str) else cell
    )
    st.dataframe(
        table,
        hide_index=True,
        placeholder="not read",
        alt="One row per photo with what was read",
        column_config={
            "photo": "Photo",
            "state": "State",
            "elemental_mg": st.column_config.NumberColumn("Magnesium, mg", format="%g"),
            "compound_mg": st.column_config.NumberColumn("Compound, mg", format="%g"),
            "forms": "Form",
            "serving_quantity": st.column_config.NumberColumn("Serving", format="%g"),
            "serving_unit": "of",
            "per_container": st.column_config.NumberColumn("Per container", format="%g"),
            "servings_per_day": st.column_config.NumberColumn("A day", format="%g"),
            "flags": "Flags",
            "to_check": None,  # as a state on the screen, by name in the table that is taken along
            "said": "In words",
        },
    )


def _open_one(batch: Batch) -> None:
    read = [item for item in batch.items if item.record is not None]
    if not read:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Open one to correct or keep it",
            range(len(read)),
            format_func=lambda at: f"{read[at].name} ({read[at].state})",
        )
        if st.button("Open", icon=":material/open_in_new:", key="batch-open"):
            _open(read[place])


def _open(item: Item) -> None:
    job = engine().submit(item.data())
    with st.spinner("Opening"):
        while not engine().wait(job, 0.2):
            pass
    if job.outcome is None or job.outcome.scan is None:
        st.error(plain(job.outcome.told(item.name) if job.outcome else "It could not be opened."))
        return
    found = draft_of((shot(item.name, job.sha256, job.outcome),))
    if found is None:
        st.error("Nothing was read from this photo.")
        return
    open_draft(found)


def _take_along(batch: Batch) -> None:
    done = [item for item in batch.items if item.state not in (FAILED, WAITING)]
    failed = [item for item in batch.items if item.state == FAILED]
    with st.container(horizontal=True):
        st.download_button(
            "Table (CSV)", lambda: csv_of(map(row_of, done), _COLUMNS), "magnify-batch.csv", "text/csv",
            icon=":material/download:", on_click="ignore", disabled=not done,
        )  # fmt: skip
        st.download_button(
            "Results (JSON Lines)", lambda: "".join(json.dumps(item.record) + "\n" for item in done if item.record),
            "magnify-batch.jsonl", "application/x-ndjson",
            icon=":material/download:", on_click="ignore", disabled=not done,
        )  # fmt: skip
        st.download_button(
            f"Errors ({len(failed)})", lambda: csv_of(map(row_of, failed), ("photo", "said")), "magnify-errors.csv",
            "text/csv", icon=":material/download:", on_click="ignore", disabled=not failed,
        )  # fmt: skip
