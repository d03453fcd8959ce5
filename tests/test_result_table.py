"""Tables of results as spreadsheet programs save them: the same products, or an error that names the place."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.json_values import RecordError
from catalog.product import Product
from catalog.product_file import TABLE_COLUMNS, products_from_file
from scanner.batch.row import PHOTO_COLUMNS, PRODUCT_COLUMNS

HEADER = "name;forms;elemental_mg;serving_quantity;serving_unit"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("tables")


def products(folder, text, encoding="utf-8", name="table.csv"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return products_from_file(path)


def refused(folder, text, encoding="utf-8", name="table.csv"):
    with pytest.raises(RecordError) as caught:
        products(folder, text, encoding, name)
    assert name in str(caught.value)
    return str(caught.value)


TYPED = Product(basis="elemental", panel_read="none")
"""What a table that says nothing else tells of a product."""
REST = replace(TYPED, name="Rest", forms=("citrate",), elemental_mg=187.5, serving_quantity=2.0)
CALM = replace(TYPED, name="Calm", forms=("oxide", "malate"), elemental_mg=100.0, serving_quantity=1.0)
TWO = (replace(REST, serving_unit="capsule"), replace(CALM, serving_unit="tablet"))
ROWS = "Rest;citrate;187,5;2;capsule\nCalm;oxide|malate;100;1;tablet\n"
QUOTED = "\n".join(
    ";".join(f'"{cell}"' for cell in line.split(";")) for line in f"{HEADER}\n{ROWS}".splitlines()
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_delimiters_encodings_and_line_ends(folder, delimiter, encoding, end):
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    sign = "." if delimiter == "," else ","
    lines = [HEADER, f"Rest;citrate;187{sign}5;2;capsule", "Calm;oxide|malate;100;1;tablet", ""]
    assert products(folder, mark + end.join(lines).replace(";", delimiter), encoding) == TWO


@pytest.mark.parametrize(
    "text",
    [
        f"sep=;\r\n{HEADER}\r\n{ROWS}",
        f'"sep=;"\n{HEADER}\n{ROWS}',
        f"{HEADER};;\nRest;citrate;187,5;2;capsule;;\n;;;;;;\n\nCalm;oxide|malate;100;1;tablet;;\n",
        QUOTED,
        f"{HEADER}\n Rest ;citrate ; 187,5; 2 ; capsule\nCalm;oxide | malate;100;1;tablet ",
        f"NAME;Forms;Elemental mg;Serving-Quantity; serving_unit \n{ROWS}",
        f"product.name;magnesium.forms;magnesium.elemental_mg;serving.quantity;serving.unit\n{ROWS}",
        f"shop;{HEADER}\n;{ROWS.strip().replace(chr(10), chr(10) + 'corner;')}",
    ],
)
def test_habits_of_spreadsheet_programs(folder, text):
    assert products(folder, text) == TWO


def test_a_line_end_within_a_cell_and_the_line_of_an_error_below_it(folder):
    assert products(folder, 'name,forms,elemental_mg\n"two\nlines",oxide,5\n')[0].name == "two\nlines"
    said = refused(folder, 'name,forms,elemental_mg\n"two\nlines",oxide,5\nx,oxide,5 mg\n')
    assert "line 4, elemental_mg: expected a number, found '5 mg'" in said


def test_lines_of_json_may_begin_with_a_byte_order_mark(folder):
    line = '{"photo": "a.png", "magnesium": {"elemental_mg": 100, "forms": ["oxide"]}}\n'
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert [one.photo for one in products(folder, line * 2, encoding, "r.jsonl")] == ["a.png", "a.png"]
    assert "line 2: not text in UTF-8" in refused(folder, line + "é", "cp1252", "r.jsonl")
    assert "\u2028" in products(folder, line.replace("a.png", "a\u2028b"), name="r.jsonl")[0].photo


def test_another_encoding_is_named_with_its_line_and_what_to_do(folder):
    said = refused(folder, "name,forms,elemental_mg\nA,oxide,5\nCafé,oxide,5\n", "cp1252")
    assert "line 3: not text in UTF-8: save it as “CSV UTF-8”" in said
    assert "not text in UTF-8" in refused(folder, "name,forms,elemental_mg\nA,oxide,5\n", "utf-16-le")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # A decimal comma where commas part the columns.
        ('name,forms,elemental_mg\nA,oxide,100\nB,oxide,"1,5"\n', "line 3, elemental_mg: '1,5' has a comma"),
        ('name,forms,elemental_mg\nB,oxide,"1,234"\n', "line 2, elemental_mg: '1,234' has a comma"),
        ("name,forms,elemental_mg\nB,oxide,1,5\n", "line 2: 4 cells, but the header has 3"),
        # One sign, two meanings.
        ("name;forms;elemental_mg\nA;oxide;1.234\n", "line 2, elemental_mg: '1.234' may be 1234 or 1.234"),
        ("name;forms;elemental_mg\nA;oxide;1,234\n", "line 2, elemental_mg: '1,234' may be 1234 or 1.234"),
        ("name;forms;elemental_mg\nA;oxide;1.234,5\n", "line 2, elemental_mg: expected a number, found '1.234,5'"),
        ("name;forms;elemental_mg\nA;oxide;1 234\n", "expected a number, found '1 234': write it without"),
        ("name;forms;elemental_mg\nA;oxide;1,5\nB;oxide;2.5\n", "write all numbers with the same sign"),
        ("name;forms;elemental_mg\nA;oxide;1,5\nB;oxide;1.234\n", "line 3, elemental_mg: '1.234' has a point"),
        # No number at all.
        ("name,forms,elemental_mg\nA,oxide,NaN\n", "line 2, elemental_mg: expected a number, found 'NaN'"),
        ("name,forms,elemental_mg\nA,oxide,-5\n", "line 2, elemental_mg: expected a number, found '-5'"),
        ("name,forms,elemental_mg\nA,oxide,٥\n", "line 2, elemental_mg: expected a number"),
        ("name,forms,elemental_mg,for_children\nA,oxide,5,maybe\n", "for_children: expected true or false"),
        # Rows and headers.
        ("name,forms,elemental_mg\nA,oxide\n", "line 2: 2 cells, but the header has 3"),
        ("name,forms,elemental_mg,\nA,oxide,5,6\n", "line 2: '6' stands in a column without a name"),
        ('name,forms,elemental_mg\n"A,oxide,5\n', "line 2: a quotation mark is missing"),
        ("name,forms,Elemental mg,elemental_mg\nA,oxide,5,6\n", "two columns are 'elemental_mg'"),
        ("Name,Forms,Elemental mg,Serving\nA,oxide,5,2 capsules\n", "call it serving_quantity or serving_unit"),
        ("name,forms,elementalmg\nA,oxide,5\n", "the column 'elementalmg' is not known: call it elemental_mg"),
        ("Bezeichnung;Menge\nA;5\n", "no column says what a product holds"),
        ("name;photo\nA;b.png\n", "no column says what a product holds"),
        ("", "the file is empty"),
        (",,,\n\n,,,\n", "the file is empty"),
        ("sep=;\n", "the file is empty"),
        ("sep=#\nname;forms;elemental_mg\nA;oxide;5\n", "no column says what a product holds"),
    ],
)  # fmt: skip
def test_what_could_be_read_in_two_ways_is_refused_with_its_place(folder, text, said):
    assert said in refused(folder, text)


def test_other_numbers_of_the_table_settle_what_a_sign_means(folder):
    def amounts(*cells):
        rows = "".join(f"A;oxide;{cell}\n" for cell in cells)
        return [one.elemental_mg for one in products(folder, f"name;forms;elemental_mg\n{rows}")]

    assert amounts("1,234", "187,5") == [1.234, 187.5]
    assert amounts("1.234", "187.5") == [1.234, 187.5]
    assert amounts("0,125", "3,125") == [0.125, 3.125]


def test_a_child_is_no_adult_because_of_a_word(folder):
    text = "forms,elemental_mg,for_children\noxide,5,FALSE\noxide,5,TRUE\noxide,5,\n"
    assert [one.for_children for one in products(folder, text)] == [False, True, False]


@pytest.mark.parametrize("columns", [PHOTO_COLUMNS, PRODUCT_COLUMNS])
def test_every_column_of_a_batch_is_known(columns):
    names = [name for name, _, _ in columns]
    assert [
        name for name in names if TABLE_COLUMNS.place(name) is None and name not in TABLE_COLUMNS.unused
    ] == []
    numbers = {name for name, kind, _ in columns if kind == "number"} - TABLE_COLUMNS.unused
    assert all(
        TABLE_COLUMNS.place(name) in TABLE_COLUMNS.numbers or name.startswith(TABLE_COLUMNS.amounts)
        for name in numbers
    )


NAMES = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
    .map(str.strip)
    .filter(bool)
)
AMOUNTS = st.none() | st.integers(0, 5000).map(float) | st.integers(1, 50_000).map(lambda tenths: tenths / 10)
PRODUCTS = st.builds(
    Product,
    name=NAMES,
    forms=st.lists(st.sampled_from(["oxide", "citrate", "malate"]), unique=True).map(tuple),
    elemental_mg=AMOUNTS,
    compound_mg=AMOUNTS,
    estimate_mg=st.none() | st.just((10.5, 20.0)),
    basis=st.sampled_from(["elemental", "compound", "undecided"]),
    panel_read=st.sampled_from(["whole", "part", "none"]),
    serving_quantity=st.sampled_from([None, 0.5, 1.0, 2.0]),
    serving_unit=st.sampled_from([None, "capsule", "tablet"]),
    servings_per_day=st.sampled_from([None, 1.0, 1.5]),
    price=AMOUNTS,
)


FIGURES = ("elemental_mg", "compound_mg", "serving_quantity", "servings_per_day", "price")


def written(wanted, delimiter, sign, quoting):
    def figure(value):
        return "" if value is None else f"{value:g}".replace(".", sign)

    file = io.StringIO()
    rows = csv.writer(file, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    rows.writerow(["name", "forms", "estimate_mg", "basis", "panel_read", "serving_unit", *FIGURES])
    for one in wanted:
        lists = ["|".join(one.forms), "|".join(map(figure, one.estimate_mg or ()))]
        figures = [figure(getattr(one, name)) for name in FIGURES]
        rows.writerow([one.name, *lists, one.basis, one.panel_read, one.serving_unit or "", *figures])
    return file.getvalue()


@settings(deadline=None, max_examples=150)
@given(
    wanted=st.lists(PRODUCTS, min_size=1, max_size=4),
    delimiter=st.sampled_from([",", ";", "\t"]),
    sign=st.sampled_from([".", ","]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_same_products_however_the_table_was_saved(folder, *, wanted, delimiter, sign, encoding, quoting):
    """Never another number: a comma among commas, and nothing else, is refused."""
    text = written(wanted, delimiter, sign, quoting)
    figures = [getattr(one, name) for one in wanted for name in FIGURES]
    figures += [value for one in wanted for value in one.estimate_mg or ()]
    if (delimiter, sign) == (",", ",") and any(value is not None and value % 1 for value in figures):
        assert "has a comma" in refused(folder, text, encoding)
    else:
        assert products(folder, text, encoding) == tuple(wanted)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=60)
    | st.text('aemn,;\t"\n\r|. 0123456789', max_size=60).map(
        lambda text: f"name;forms;elemental_mg\n{text}".encode()
    )
)
def test_whatever_the_file_holds_it_is_read_or_refused(folder, content):
    path = folder / "any.csv"
    path.write_bytes(content)
    try:
        found = products_from_file(path)
    except RecordError as error:
        found = ()
        told = str(error)
        assert told.startswith("any.csv")
    assert all(isinstance(one, Product) for one in found)
