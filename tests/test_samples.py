"""Drawn labels: what is printed is what the truth says, and the camera keeps it in view."""

import csv
import importlib.util
import io
import json
import re
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest
from molmass import Formula
from PIL import Image, ImageOps

import samples
from samples import fonts
from samples.__main__ import main
from samples.blocks import Band, Beside, Box, Row, Seals, Spread, Table, Text, Title
from samples.camera import CONDITIONS, LEAST_LETTERS_PX
from samples.composition import LANDSCAPE, PORTRAIT, fit
from samples.designs import DESIGNS
from samples.draw import PICTURES, Recipe, committed, draw_sample, label_of, recipes, truth_of
from samples.fonts import DATA
from samples.label import draw_look
from samples.lettering import words_of
from samples.panel import Pen, draw_block
from samples.product import UNITS, draw_product, forms, percent

SHARED_LABELS = Path(__file__).parents[2] / "shared" / "labels"
KEYS = {
    "image", "kind", "readability", "market", "label", "magnesium", "magnesium_scored", "elemental_mg",
    "elemental_or_undecided_mg", "compound_mg", "percent_dv", "dose_scored", "forms", "forms_also", "forms_scored",
    "servings", "serving_optional", "per_container", "per_container_optional", "columns", "directions", "net_count",
    "product", "brand", "seals", "ai_generated", "notes",
}  # fmt: skip
OWN_KEYS = {"design", "condition", "seed", "servings_per_day"}
NUMBER_WORDS = {1: "one", 2: "two", 3: "three", 4: "four", 0.5: "1/2", 1.5: "1 1/2"}
SEEDS = range(8)
BIG = [name for name, condition in CONDITIONS.items() if condition.scene]


def texts(block):
    """Every text a block prints, marks taken out."""
    if isinstance(block, (Text, Title)):
        yield block.text
    elif isinstance(block, Spread):
        yield f"{block.left} {block.right}"
    elif isinstance(block, Row):
        yield " ".join((block.name, *block.cells))
    elif isinstance(block, Table):
        for row in (*([block.header] if block.header else []), *block.rows):
            yield from texts(row)
    elif isinstance(block, (Box, Band)):
        for inner in block.blocks:
            yield from texts(inner)
    elif isinstance(block, Beside):
        for column in block.columns:
            for inner in column:
                yield from texts(inner)
    elif isinstance(block, Seals):
        yield from block.texts


def printed(label):
    lines = [text for block in label.blocks for text in texts(block)]
    return " \n ".join(" ".join(word for word, _ in words_of(line, "regular")) for line in lines)


def shows(text, number):
    """Whether a number stands in the text, in any of the ways labels write numbers."""
    plain = f"{number:g}" if number < 10_000 else str(number)
    ways = {plain, plain.replace(".", ","), f"{number:,.0f}" if number == int(number) else plain}
    words = text.replace("(", " ").replace(")", " ").replace(";", " ").split()
    cut = {word.strip(".,:%*†").removesuffix("mg").removesuffix("%").strip() for word in words}
    return bool(ways & cut)


UNIT_STEMS = {
    "capsule": "caps|kaps|gélule|cáps", "tablet": "tab|caplet|compr", "gummy": "gumm", "teaspoon": "teaspoon|tsp",
}  # fmt: skip


def states_serving(text, serving):
    """Whether the text (lower case) says 'N units', or 'each unit' where the serving is one."""
    stem = UNIT_STEMS.get(serving.unit, serving.unit)
    number = f"{serving.quantity:g}".replace(".", r"\.")
    word = NUMBER_WORDS.get(serving.quantity, number)
    lead = (
        rf"(?<![\d.])(?:{number}|{word})|(?:each|per)"
        if serving.quantity == 1
        else rf"(?<![\d.])(?:{number}|{word})"
    )
    return re.search(rf"(?:{lead})(?: (?:veggie|vegetarian|full))? (?:{stem})", text) is not None


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_the_truth_is_printed_on_the_label(design, seed):
    label = label_of(Recipe(design, "clean", seed))
    truth, text = label.truth, printed(label)
    low = text.lower()
    for mg in (*truth.elemental_mg, *truth.elemental_or_undecided_mg, *truth.compound_mg):
        assert shows(text, mg), (mg, text)
    for share in truth.percent_dv:
        assert shows(text, share), (share, text)
    for serving in truth.servings:
        assert states_serving(low, serving), (serving, text)
        if serving.per_container is not None:
            assert shows(text, serving.per_container), (serving, text)
    if truth.net_count is not None:
        assert shows(text, truth.net_count)
    if truth.directions is not None:
        assert " ".join(truth.directions.split()) in text.replace(" \n ", " ")
    named = "magn" in low
    assert named or not truth.magnesium
    for seal in truth.seals:
        assert seal in text


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("design", DESIGNS)
def test_percentages_and_amounts_fit_together(design, seed):
    truth = label_of(Recipe(design, "clean", seed)).truth
    bases = {"US": (420, 400, 80), "UK": (375,), "EU": (375,), "IN": (440,)}.get(truth.market, ())
    for share in truth.percent_dv:
        assert any(abs(100 * mg / base - share) <= 0.5 for mg in truth.elemental_mg for base in bases)
    assert bases or not truth.percent_dv
    if truth.compound_mg and truth.elemental_mg and len(truth.forms) == 1:
        fraction = forms()[truth.forms[0]].fraction
        assert truth.elemental_mg[0] == pytest.approx(truth.compound_mg[0] * fraction, rel=0.03)
    if not truth.magnesium:
        assert truth.elemental_mg == truth.forms == truth.percent_dv == ()


@pytest.mark.parametrize("seed", range(200))
def test_a_serving_can_hold_its_magnesium(seed):
    product = draw_product(Random(seed))
    held = UNITS[product.unit].holds_mg * product.quantity
    assert product.elemental_mg < product.compound_mg <= held


def test_fractions_follow_from_the_formulas():
    with (DATA / "forms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 15
    for row in rows:
        formula = row["source"].split(":")[0]
        molecule = Formula("+".join(formula.split(".")) if "." in formula else formula)
        magnesium = molecule.composition()["Mg"].fraction
        # Threonate is listed as the dihydrate, oxide and hydroxide bare: the source says which.
        assert float(row["fraction"]) == pytest.approx(magnesium, abs=0.0006), row["id"]


def test_percent_rounds_half_upwards():
    assert percent(10.5, 100) == 11
    assert percent(200, 420) == 48
    assert percent(100, 375) == 27


def test_same_recipe_same_picture_other_seed_other_label():
    recipe = Recipe("us_classic", "glare", 5)
    assert draw_sample(recipe).photo.jpeg == draw_sample(recipe).photo.jpeg
    for design in DESIGNS:
        drawn = {printed(label_of(Recipe(design, "clean", seed))) for seed in SEEDS}
        assert len(drawn) > len(SEEDS) // 2, design


def test_designs_and_conditions_are_many():
    assert len(DESIGNS) >= 24
    assert {"bottle_in_hand", "perspective", "cylinder", "rotated_90", "jpeg_30", "low_resolution"} <= set(
        CONDITIONS
    )


def page(*, marked):
    """A label-like white page, with a black square in each corner when marked."""
    flat = np.full((760, 1000, 3), 250, np.uint8)
    for line in range(8):
        cv2.putText(flat, "Magnesium 200 mg 48%", (160, 120 + 70 * line), 0, 1.6, (20, 20, 20), 3)
    if marked:
        for top in (0, 660):
            for left in (0, 900):
                flat[top : top + 100, left : left + 100] = 20
    return flat


def corner_areas(condition, seed):
    """The sizes of the places where a photo changes when the page's corners are marked, largest first."""
    plain, marked = (samples.photograph(page(marked=mark), condition, seed) for mark in (False, True))
    changed = (cv2.absdiff(plain, marked).max(axis=2) > 16).astype(np.uint8)
    changed = cv2.morphologyEx(changed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(changed)
    return plain.shape, sorted(stats[1:, cv2.CC_STAT_AREA].tolist(), reverse=True)


@pytest.mark.parametrize("condition", [name for name in CONDITIONS if name not in BIG])
@pytest.mark.parametrize("seed", [0, 1])
def test_the_camera_keeps_the_whole_label_in_view(condition, seed):
    _, areas = corner_areas(condition, seed)
    # A corner cut off by the frame would lose most of its 10,000 pixels.
    assert len(areas) >= 4
    assert areas[3] > 5000, areas


@pytest.mark.parametrize("condition", [name for name in BIG if not CONDITIONS[name].night])
def test_twelve_megapixels_with_the_whole_label_in_view(condition):
    shape, areas = corner_areas(condition, 3)
    assert sorted(shape[:2]) == [3024, 4032]
    assert len(areas) >= 4
    # The label is smaller here, and its sides turn away on a round vessel; fingers stay beside it.
    assert areas[3] > 1500, areas
    assert areas[3] > 0.4 * areas[0], areas


def test_letters_stay_readable_in_twelve_megapixels():
    for design in DESIGNS:
        for seed in range(3):
            label = label_of(Recipe(design, "bottle_in_hand", seed))
            letters_px = 5.0
            em_px = letters_px / label.x_height_px(1.0)
            flat = label.draw(em_px)
            least_px = flat.shape[1] * LEAST_LETTERS_PX / letters_px
            for frame in (PORTRAIT, LANDSCAPE) if flat.shape[1] > flat.shape[0] else (PORTRAIT,):
                placed = fit(flat, np.random.default_rng(seed), frame, least_px)
                assert letters_px * placed.shape[1] / flat.shape[1] >= 8, (design, seed)
                assert placed.shape[0] <= 0.63 * frame[0]


def test_letters_stay_readable_elsewhere():
    for name, condition in CONDITIONS.items():
        assert condition.letters_px[0] >= 8.4, name


def test_exif_turns_the_photo_upright():
    for seed in range(4):
        recipe = Recipe("us_classic", "exif_turned", seed)
        stored = Image.open(io.BytesIO(draw_sample(recipe).photo.jpeg))
        orientation = stored.getexif()[0x0112]
        assert orientation in {3, 6, 8}
        upright = ImageOps.exif_transpose(stored)
        flat = label_of(recipe).draw(20)
        # A label wider than tall is wider than tall again once the tag is obeyed.
        assert (upright.width > upright.height) == (flat.shape[1] > flat.shape[0])


def test_committed_pictures_are_many_and_small():
    pictures = sorted(PICTURES.glob("*.jpg"))
    assert [path.stem for path in pictures] == sorted(recipe.name for recipe in committed())
    assert len(pictures) >= 38
    assert sum(path.stat().st_size for path in PICTURES.iterdir()) < 12_000_000
    assert sum(recipe.condition == "bottle_in_hand" for recipe in committed()) >= 3
    assert len({recipe.design for recipe in committed()}) >= 24


@pytest.mark.parametrize("recipe", committed(), ids=lambda recipe: recipe.name)
def test_committed_truth_is_what_the_program_says(recipe):
    kept = json.loads((PICTURES / f"{recipe.name}.json").read_text(encoding="utf-8"))
    assert kept == truth_of(recipe)
    assert set(kept) == KEYS | OWN_KEYS
    assert (PICTURES / kept["image"]).exists()


REDRAWN = [recipe for recipe in committed() if recipe.condition not in BIG][::4]
REDRAWN += [recipe for recipe in committed() if recipe.condition in BIG][:1]


@pytest.mark.parametrize("recipe", REDRAWN, ids=lambda recipe: recipe.name)
def test_committed_pictures_come_out_the_same(recipe):
    with Image.open(PICTURES / f"{recipe.name}.jpg") as kept:
        old = np.asarray(kept.convert("RGB"))
    new = draw_sample(recipe).photo.pixels
    assert new.shape == old.shape
    # Other machines round differently in the last bit, and JPEG spreads it; a moved letter changes far more.
    blurred = [cv2.GaussianBlur(image, (0, 0), 1.5).astype(int) for image in (old, new)]
    assert np.abs(blurred[0] - blurred[1]).mean() < 1.0
    assert np.percentile(np.abs(blurred[0] - blurred[1]), 99.5) < 12


def test_recipes_go_round_all_designs_and_conditions():
    drawn = list(recipes(120, 1))
    assert len({recipe.name for recipe in drawn}) == 120
    assert {recipe.design for recipe in drawn} == set(DESIGNS)
    assert {recipe.condition for recipe in drawn} == set(CONDITIONS)
    assert not {recipe.seed for recipe in drawn} & {recipe.seed for recipe in recipes(120, 2)}
    assert {recipe.condition for recipe in recipes(5, 1, "glare")} == {"glare"}


def test_the_command_writes_pictures_and_truth(tmp_path, capsys):
    assert main(["--out", str(tmp_path), "--count", "3", "--seed", "7", "--condition", "clean"]) == 0
    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 3 == capsys.readouterr().out.count("\n")
    for line in lines:
        picture = tmp_path / line["image"]
        assert picture.exists()
        assert json.loads(picture.with_suffix(".json").read_text(encoding="utf-8")) == {
            **line,
            "image": picture.name,
        }


@pytest.mark.parametrize(
    "arguments", [[], ["--committed", "--out", "x"], ["--out", "x", "--condition", "fog"]]
)
def test_wrong_usage_ends_with_two(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_missing_font_package_says_what_to_install(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    fonts._folder.cache_clear()
    fonts.font.cache_clear()
    with pytest.raises(fonts.MissingFontError, match=r"fontpkg-arimo.*group 'samples'"):
        fonts.font("arimo", "regular", 20)


def test_words_carry_their_marks():
    assert words_of("*Other Ingredients:* rice *x*, 5%*", "regular") == [
        ("Other", "bold"), ("Ingredients:", "bold"), ("rice", "regular"), ("x,", "bold"), ("5%*", "regular"),
    ]  # fmt: skip
    assert words_of("* Percent Daily Values", "regular")[0] == ("*", "regular")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED_LABELS.exists(), reason="the real labels are not here: ../shared/labels")
def test_the_scorer_of_the_real_labels_scores_drawn_ones():
    spec = importlib.util.spec_from_file_location("score", SHARED_LABELS / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    real = json.loads((SHARED_LABELS / "truth.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (
        set(real) - {"fold", "panel"} == KEYS
    )  # a drawn label belongs to no half, and has no rows read by eye
    for recipe in recipes(60, 3):
        truth = truth_of(recipe)
        serving = truth["servings"][0] if truth["servings"] else {}
        perfect = {
            "magnesium": {
                "elemental_mg": next(iter(truth["elemental_mg"]), None),
                "compound_mg": next(iter(truth["compound_mg"]), None),
                "percent_dv": next(iter(truth["percent_dv"]), None),
                "forms": truth["forms"],
            },
            "serving": {
                **serving,
                "per_container": truth["per_container"],
                "servings_per_day": truth["servings_per_day"],
            },
        }
        verdicts = score.judge(truth, perfect)
        assert {verdict for _, verdict, _ in verdicts.values()} == {"right"}, (recipe, verdicts)
        blank = score.judge(truth, {})
        assert not truth["elemental_mg"] or blank["dose"] == (True, "empty", None)


@pytest.mark.parametrize("face", range(8))
def test_cells_of_a_narrow_table_do_not_run_into_each_other(face):
    look = draw_look(Random(face))
    rows = (Row("Magnesium (as citrate)", ("120 mg", "29%")),)
    table = Table(rows, Row("", ("Amount Per Serving", "% Daily Value")))
    drawn = np.asarray(draw_block(table, 270, Pen(look, 20)).convert("L"))
    heading = drawn[:14, :2]  # where the heading would be cut off
    assert np.ptp(heading) == 0
