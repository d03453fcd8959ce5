"""Scan: photos of one product in, the answer out, and everything that was read beside its place."""

from __future__ import annotations

import streamlit as st

from app.advice import advice, advice_for
from app.choices import profile_box, take_profile
from app.citations import why
from app.draft import Draft, Shot, draft_of, shot
from app.engine import engine
from app.field_list import as_read, check_first
from app.flag_list import daily, flag_list, within_limit
from app.for_whom import figures_source, intake_words
from app.markup import tag
from app.pack_details import pack_details
from app.photo_side import photos
from app.printed import plain
from app.sample_labels import SAMPLES, sample_bytes, sample_labels
from app.side_ingredients import PANEL_READ, SIDE_INGREDIENT_FLAGS
from app.state import draft, keep, profile, same_photo, set_draft, turn
from catalog.flags import flags_for
from catalog.shelf import ShelfError, session_only
from scanner.answer import answer

EXTENSIONS = ("jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff", "bmp", "gif")
_POLL_SECONDS = 0.1


def scan_page() -> None:
    """The page from top to bottom."""
    wanted = st.query_params.get("sample")
    if draft() is None and wanted in SAMPLES and st.session_state.get("sample_shown") != wanted:
        st.session_state.sample_shown = wanted
        _read_sample(wanted)
    found = draft()
    if found is None:
        _start()
    else:
        _result(found)


def _start() -> None:
    st.header("How much magnesium is it, really?", anchor=False)
    st.write(
        "Photograph the Supplement Facts panel. Add the front and the directions if they are on other sides."
    )
    _problems()
    left, right = st.columns([3, 2], gap="large")
    with left:
        _uploader("Photos of one product", f"upload-{turn()}")
        with st.expander("Use the camera of this device", icon=":material/photo_camera:"):
            if st.toggle("Camera on", key=f"camera-on-{turn()}"):
                taken = st.camera_input("Photograph the panel", key=f"camera-{turn()}")
                if taken is not None:
                    _read([("camera.jpg", taken.getvalue())])
        where = (
            "Photos are read by this server and not stored."
            if session_only()
            else "Photos stay on this machine."
        )
        st.caption(f"{where} For many photos, each its own product, use Batch.")
    with right:
        wanted = sample_labels()
        if wanted is not None:
            st.query_params["sample"] = wanted
            st.session_state.sample_shown = wanted
            _read_sample(wanted)
    engine().warm_up()


def _uploader(label: str, key: str) -> None:
    files = st.file_uploader(label, type=EXTENSIONS, accept_multiple_files=True, key=key)
    seen: set[str] = st.session_state.setdefault("uploads_seen", set())
    new = [file for file in files if file.file_id not in seen]
    if new:
        seen.update(file.file_id for file in new)
        _read([(file.name, file.getvalue()) for file in new])


def _read_sample(name: str) -> None:
    _read([(SAMPLES[name].file, sample_bytes(name))])


def _read(files: list[tuple[str, bytes]]) -> None:
    """Reads the photos one by one, saying what is being done, and shows the product."""
    before = draft()
    shots, problems = list(before.shots if before else ()), []
    for place, (name, data) in enumerate(files, start=1):
        found = _read_one(f"{place} of {len(files)}: {name}" if len(files) > 1 else name, name, data)
        if isinstance(found, Shot):
            if found.sha256 not in {one.sha256 for one in shots}:
                shots.append(found)
        else:
            problems.append(found)
    st.session_state.problems = problems
    if shots:
        product = draft_of(tuple(shots), before)
        if product is None:
            problems.extend(words for one in shots for words in advice(one.scan, one.view))
        set_draft(product)
    else:
        st.session_state.round = turn() + 1
    st.rerun()


def _read_one(title: str, name: str, data: bytes) -> Shot | str:
    """The shot of one photo, or why there is none."""
    job = engine().submit(data, shown=True)
    with st.status(f"Reading {plain(title)}", expanded=True) as status:
        place, told, previewed = st.empty(), "", False
        while not engine().wait(job, _POLL_SECONDS):
            if job.preview is not None and not previewed:
                # What the reader has opened, never the bytes as they came: a photo that is cut off is no picture.
                place.image(job.preview, width=240, alt=f"The photo {name} as it was given")
                previewed = True
            ahead = engine().ahead(job)
            doing = (
                f"{ahead} {'photo is' if ahead == 1 else 'photos are'} before this one"
                if ahead
                else job.doing
            )
            if doing != told:  # each update is a message to the browser
                told = doing
                status.update(label=f"Reading {plain(title)}" + (f": {doing}" if doing != "reading" else ""))
        if job.outcome is None or job.outcome.error is not None:
            status.update(label=f"{plain(name)} could not be read", state="error")
            return job.outcome.told(name) if job.outcome else f"{name} could not be read."
        status.update(label=f"{plain(name)} was read", state="complete", expanded=False)
        return shot(name, job.sha256, job.outcome)


def _problems() -> None:
    for words in dict.fromkeys(st.session_state.get("problems", ())):
        st.warning(plain(words), icon=":material/error:")


def _result(product: Draft) -> None:
    take_profile()
    read = product.scan
    described = product.product
    person = profile()
    st.header(plain(answer(read)), anchor=False)
    if described.title != read.photo:
        st.caption(plain(described.title))
    flags = flags_for(described, person, (person.authority,))
    amount_flagged = any("limit" in flag.kind for flag in flags)
    within = within_limit(described, person)
    if described.daily_mg is not None and not amount_flagged and not within:
        st.write(plain(daily(described)))
    if flags or within:
        doubted = frozenset() if PANEL_READ in product.typed else SIDE_INGREDIENT_FLAGS
        st.html(flag_list(flags, within, doubted=doubted))
    figures = (intake_words(person), " ", why(figures_source(person)))
    st.html(tag("div", *figures, class_="mg mg-faint mg-small"))
    profile_box()
    _buttons(product)
    _problems()
    for words in advice_for([(one.scan, one.view) for one in product.shots]):
        st.info(plain(words), icon=":material/photo_camera:")
    if note := engine().note:
        st.caption(plain(note))
    with st.container(key="reading"):
        left, right = st.columns([5, 6], gap="large")
        with left, st.container(key="photo-side"):
            photos(product)
            _uploader("Add a photo of the same product", f"more-{turn()}")
        with right:
            check_first(product)
            as_read(product)
            pack_details(product)


def _buttons(product: Draft) -> None:
    changed = product.kept is None or product.kept != product.record
    same = same_photo(product)
    if same is not None:
        st.info(
            f"This photo is on your shelf already, as “{plain(same.product.title)}”. "
            "If you replace it, what you corrected there is replaced as well.",
            icon=":material/content_copy:",
        )
    with st.container(horizontal=True):
        label = (
            "Replace it on my shelf"
            if same
            else "Save changes"
            if product.shelf_id and changed
            else "Keep on my shelf"
        )
        icon = ":material/bookmark_add:" if changed else ":material/bookmark_added:"
        wanted = st.button(
            label if changed else "Kept on my shelf", type="primary", icon=icon, disabled=not changed, key="keep"
        )  # fmt: skip
        anew = same is not None and st.button("Keep it as another product", icon=icon, key="keep-another")
        if wanted or anew:
            if same is not None and not anew:
                product.shelf_id = same.id
            try:
                keep(product)
            except ShelfError as error:
                st.error(plain(str(error)))
                return
            st.rerun()
        if st.button("Scan another", icon=":material/add_a_photo:", key="another"):
            st.query_params.pop("sample", None)
            st.session_state.pop("problems", None)
            set_draft(None)
            st.rerun()
