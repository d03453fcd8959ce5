"""Scan: photos of one product in, the answer out, and everything that was read beside its place."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.advice import advice
from app.draft import Draft, Shot, draft_of, shot
from app.engine import engine
from app.field_inputs import INPUTS
from app.field_list import as_read, check_first
from app.flag_list import daily, flag_list, within_limit
from app.markup import join, tag
from app.printed import plain
from app.state import draft, keep, profile, set_draft, turn
from app.views import marked, thumbnail
from catalog.flags import flags_for
from catalog.shelf import ShelfError
from scanner.answer import answer
from scanner.records import Facts

_SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "pictures"
SAMPLES = {
    "citrate": ("A plain panel", "us_classic-clean-1.jpg"),
    "buffered": ("Above the limit", "us_buffered-clean-1.jpg"),
    "front": ("A front that misleads", "front_compound_trap-cylinder-1.jpg"),
}
"""Three drawn labels by the name they have in a link: title and file."""
EXTENSIONS = ("jpg", "jpeg", "png", "webp", "heic", "heif", "tif", "tiff", "bmp", "gif")
_SHOWN_BY_BROWSERS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How JPEG and PNG files begin."""
_POLL_SECONDS = 0.1
CURRENCIES = ("USD", "EUR", "GBP", "CAD", "AUD")


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
        st.caption(
            "Photos stay on this machine. Up to 40 MB each: JPEG, PNG, WebP, HEIC, TIFF, BMP or GIF. "
            "Several products at once: use Batch."
        )
    with right:
        _samples()
    engine().warm_up()


def _samples() -> None:
    """The sample labels, where they came along with the program."""
    there = {name: sample for name, sample in SAMPLES.items() if (_SAMPLES / sample[1]).is_file()}
    if not there:
        return
    st.subheader("Or try a sample label", anchor=False)
    for name, (title, file) in there.items():
        with st.container(
            horizontal=True, wrap=False, border=True, vertical_alignment="center", key=f"sample-{name}"
        ):
            st.image(_thumbnail(file), width=96, alt=f"Drawn sample label: {title}")
            st.markdown(f"**{title}**", width="stretch")
            if st.button("Try it", key=f"try-{name}"):
                st.query_params["sample"] = name
                st.session_state.sample_shown = name
                _read_sample(name)


@st.cache_data(show_spinner=False)
def _thumbnail(file: str) -> bytes:
    """The middle of a sample, all of the same shape."""
    return thumbnail((_SAMPLES / file).read_bytes())


def _uploader(label: str, key: str) -> None:
    files = st.file_uploader(label, type=EXTENSIONS, accept_multiple_files=True, key=key)
    seen: set[str] = st.session_state.setdefault("uploads_seen", set())
    new = [file for file in files if file.file_id not in seen]
    if new:
        seen.update(file.file_id for file in new)
        _read([(file.name, file.getvalue()) for file in new])


def _read_sample(name: str) -> None:
    file = SAMPLES[name][1]
    _read([(file, (_SAMPLES / file).read_bytes())])


def _read(photos: list[tuple[str, bytes]]) -> None:
    """Reads the photos one by one, saying what is being done, and shows the product."""
    before = draft()
    shots, problems = list(before.shots if before else ()), []
    for place, (name, data) in enumerate(photos, start=1):
        found = _read_one(f"{place} of {len(photos)}: {name}" if len(photos) > 1 else name, name, data)
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
    job = engine().submit(data)
    with st.status(f"Reading {plain(title)}", expanded=True) as status:
        preview = st.empty()
        if not job.ready.is_set():
            _preview(preview, name, data)
        while not engine().wait(job, _POLL_SECONDS):
            ahead = engine().ahead(job)
            doing = (
                f"{ahead} {'photo is' if ahead == 1 else 'photos are'} before this one"
                if ahead
                else job.doing
            )
            status.update(label=f"Reading {plain(title)}: {doing}")
        if job.outcome is None or job.outcome.error is not None:
            status.update(label=f"{plain(name)} could not be read", state="error")
            return job.outcome.told(name) if job.outcome else f"{name} could not be read."
        status.update(label=f"{plain(name)} was read", state="complete", expanded=False)
        return shot(name, job.sha256, job.outcome)


def _preview(place: DeltaGenerator, name: str, data: bytes) -> None:
    """The photo as it came, where a browser can show it; what is wrong with any other, the readers say."""
    if data.startswith(_SHOWN_BY_BROWSERS):
        place.image(data, width=240, alt=f"The photo {name} as it was given")


def _problems() -> None:
    for words in dict.fromkeys(st.session_state.get("problems", ())):
        st.warning(plain(words), icon=":material/error:")


def _result(product: Draft) -> None:
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
    st.html(flag_list(flags, within))
    _buttons(product)
    _problems()
    for one in product.shots:
        for words in advice(one.scan, one.view):
            st.info(plain(words), icon=":material/photo_camera:")
    if note := engine().note:
        st.caption(plain(note))
    with st.container(key="reading"):
        left, right = st.columns([5, 6], gap="large")
        with left, st.container(key="photo-side"):
            _photos(product)
        with right:
            check_first(product)
            as_read(product)
            _more(product)


def _buttons(product: Draft) -> None:
    changed = product.kept is None or product.kept != product.record
    with st.container(horizontal=True):
        label = "Save changes" if product.shelf_id and changed else "Keep on my shelf"
        icon = ":material/bookmark_add:" if changed else ":material/bookmark_added:"
        if st.button(
            label if changed else "Kept on my shelf",
            type="primary",
            icon=icon,
            disabled=not changed,
            key="keep",
        ):
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


def _photos(product: Draft) -> None:
    shots = product.shots
    if not shots:
        st.caption("This product came from the shelf: its photos are not kept.")
    shown = 0
    if len(shots) > 1:
        names = [f"{place + 1}" for place in range(len(shots))]
        chosen = st.segmented_control("Photo", names, default="1", required=True, key=f"photo-{turn()}")
        shown = int(chosen or "1") - 1
        st.caption(plain(shots[shown].name))
    if shots:
        one = shots[shown]
        facts = product.facts if len(shots) == 1 else one.scan.facts
        st.image(_marked(one, facts), width="stretch", alt=_alt(one))
        if not one.view.placed:
            st.caption("The photo lies on its side, so nothing is drawn on it.")
        st.caption("Boxes show where a value was read: a full line is sure, a dashed line is to be checked.")
    _uploader("Add a photo of the same product", f"more-{turn()}")


def _marked(one: Shot, facts: Facts | None) -> bytes:
    """The photo with its boxes, drawn anew only when another photo is shown or a state has changed."""
    key = (one.sha256, repr(facts))
    if st.session_state.get("drawn_of") != key:
        st.session_state.drawn_of, st.session_state.drawn = key, marked(one.view, facts)
    drawn: bytes = st.session_state.drawn
    return drawn


def _alt(one: Shot) -> str:
    facts = one.scan.facts
    names = [INPUTS[name].label for name in INPUTS if facts and getattr(facts, name).box]
    return f"The photo {one.name}, upright, with boxes at: {', '.join(names) or 'nothing'}"


def _more(product: Draft) -> None:
    facts = product.facts
    extra = []
    if facts.columns:
        columns = ", ".join(
            f"{c.header or 'column'}: {'not read' if c.elemental_mg is None else f'{c.elemental_mg:g} mg'}"
            for c in facts.columns
        )
        extra.append(f"The panel has several columns ({columns}). The adult column for one serving is used.")
    extra += facts.findings
    extra += [
        f"Also in it: {name.replace('_', ' ')}" + ("" if mg is None else f" {mg:g} mg")
        for name, mg in facts.co_ingredients.items()
    ]
    extra += [f"Printed test mark: {seal}" for seal in facts.seals]
    if extra:
        st.subheader("Also on the label", divider="gray", anchor=False)
        st.html(tag("div", tag("ul", join([tag("li", words) for words in extra])), class_="mg"))
    _name_and_price(product)


def _name_and_price(product: Draft) -> None:
    facts = product.facts
    with st.expander("Name and price", icon=":material/sell:"), st.form(f"price-{turn()}", border=False):
        brand = st.text_input("Brand", facts.brand.value or "", max_chars=200).strip() or None
        name = st.text_input("Product", facts.name.value or "", max_chars=200).strip() or None
        price = st.number_input(
            "Price of one pack", min_value=0.01, value=product.price, format="%.2f", step=1.0
        )
        place = CURRENCIES.index(product.currency) if product.currency in CURRENCIES else 0
        currency = st.selectbox("Currency", CURRENCIES, index=place)
        if st.form_submit_button("Use these", icon=":material/check:"):
            product.price, product.currency = price, currency
            for field, value in (("brand", brand), ("name", name)):
                if value != getattr(facts, field).value:
                    product.typed[field] = value
            st.rerun()
