"""Where photos come from: folders, files, zip files, lists and addresses; and which of them show one product."""

import os
import zipfile

import fsspec
import pytest

from scanner.batch.entry import is_picture
from scanner.batch.errors import SourceError
from scanner.batch.products import product_of
from scanner.batch.sources import entries
from scanner.errors import MagnifyError
from scanner.photo import LIMIT_BYTES


@pytest.fixture
def folder(tmp_path):
    for name in ("b.jpg", "a.PNG", "acme/front.jpg", "acme/back.jpg", "acme/deep/x.webp", "notes.txt",
                 ".hidden.jpg", "__MACOSX/a.jpg", ".cache/a.jpg", "10.tiff"):  # fmt: skip
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_bytes(name.encode())
    return tmp_path / "in"


def names(*sources):
    return [entry.name for entry in entries(map(str, sources))]


def test_a_folder_gives_its_pictures_by_name(folder):
    assert names(folder) == [
        "10.tiff",
        "a.PNG",
        "acme/back.jpg",
        "acme/deep/x.webp",
        "acme/front.jpg",
        "b.jpg",
    ]
    found = next(iter(entries([str(folder)])))
    assert found.fetch() == b"10.tiff"
    assert found.source == str(folder / "10.tiff")
    assert found.path == folder / "10.tiff"


def test_a_stamp_tells_a_changed_file_without_opening_it(folder):
    (before,) = entries([str(folder / "b.jpg")])
    (same,) = entries([str(folder / "b.jpg")])
    (folder / "b.jpg").write_bytes(b"another")
    (after,) = entries([str(folder / "b.jpg")])
    assert before.stamp == same.stamp != after.stamp


def test_files_are_taken_whatever_their_ending_and_in_the_order_given(folder):
    assert names(folder / "b.jpg", folder / "a.PNG", folder / ".hidden.jpg") == [
        "b.jpg",
        "a.PNG",
        ".hidden.jpg",
    ]
    (odd,) = entries([str(folder / "notes")])
    with pytest.raises(MagnifyError, match="no file 'notes'"):
        odd.fetch()


@pytest.mark.parametrize(
    ("make", "cause"),
    [
        (lambda path: path.mkdir(), None),
        (lambda path: path.touch(), "empty"),
        (os.mkfifo, "not_a_file"),
        (lambda path: path.symlink_to("nowhere"), "not_found"),
        (lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_RDWR), LIMIT_BYTES + 1), "too_large"),
    ],
    ids=["folder", "empty", "pipe", "dead-link", "too-large"],
)
def test_what_is_no_photo_tells_why_when_it_is_fetched(tmp_path, make, cause):
    make(tmp_path / "x.jpg")
    found = list(entries([str(tmp_path)]))
    if cause is None:  # a folder whose name ends like a picture's is a folder
        assert found == []
        return
    with pytest.raises(MagnifyError) as raised:
        found[0].fetch()
    assert raised.value.cause == cause
    assert "'x.jpg'" in str(raised.value)


def test_a_loop_of_links_ends(folder):
    (folder / "acme" / "again").symlink_to(folder)
    assert len(names(folder)) == 6


def test_a_name_that_is_no_utf_8_is_kept_readable(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (found,) = entries([str(tmp_path)])
    assert found.name == "caf\\udce9.jpg"
    assert found.fetch() == b"x"


@pytest.fixture
def archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as file:
        for name in ("b.jpg", "acme/a.png", "readme.txt", "__MACOSX/b.jpg"):
            file.writestr(name, name * 10)
        file.writestr("empty.jpg", b"")
        file.writestr("bomb.jpg", bytes(LIMIT_BYTES + 1), zipfile.ZIP_DEFLATED)
    return tmp_path / "all.zip"


def test_a_zip_gives_its_pictures_one_at_a_time(archive):
    found = list(entries([str(archive)]))
    assert [one.name for one in found] == [
        "all.zip/b.jpg", "all.zip/acme/a.png", "all.zip/empty.jpg", "all.zip/bomb.jpg",
    ]  # fmt: skip
    assert found[0].fetch() == b"b.jpg" * 10
    assert found[1].source == f"{archive}::acme/a.png"
    for one, cause in zip(found[2:], ("empty", "too_large"), strict=True):
        with pytest.raises(MagnifyError) as raised:
            one.fetch()
        assert raised.value.cause == cause


def test_a_zip_that_was_replaced_is_opened_anew(archive):
    list(entries([str(archive)]))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("new.jpg", b"new")
    os.utime(archive, (1, 1))
    assert names(archive) == ["all.zip/new.jpg"]


def test_a_broken_zip_is_one_row(tmp_path):
    (tmp_path / "cut.zip").write_bytes(b"PK\x03\x04 cut off")
    (found,) = entries([str(tmp_path / "cut.zip")])
    with pytest.raises(MagnifyError, match=r"'cut\.zip' cannot be read: it is no zip file"):
        found.fetch()


def test_a_locked_member_costs_itself(tmp_path):
    data = bytearray()
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as file:
        file.writestr("a.jpg", b"aaa")
    data = bytearray((tmp_path / "locked.zip").read_bytes())
    for sign, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + flag] |= 1  # says: encrypted
    (tmp_path / "locked.zip").write_bytes(data)
    (found,) = entries([str(tmp_path / "locked.zip")])
    with pytest.raises(MagnifyError, match="encrypted"):
        found.fetch()


def test_a_list_names_photos_folders_and_addresses(folder, tmp_path, monkeypatch):
    fsspec.filesystem("memory").pipe("/listed/m.jpg", b"m")
    lines = (
        "\ufeff# photos",
        "in/b.jpg",
        "",
        f"{folder}/acme ",
        "memory://listed/m.jpg",
        "gone.jpg",
        "list.txt",
    )
    (tmp_path / "list.txt").write_text("\r\n".join(lines), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert names("list.txt") == [
        "in/b.jpg", "back.jpg", "deep/x.webp", "front.jpg", "memory://listed/m.jpg", "gone.jpg", "list.txt",
    ]  # fmt: skip


def test_a_list_that_is_not_there_says_so(tmp_path):
    with pytest.raises(SourceError, match=r"gone\.txt"):
        names(tmp_path / "gone.txt")


@pytest.fixture
def storage():
    files = fsspec.filesystem("memory")
    for name in ("b.jpg", "acme/a.png", "readme.txt"):
        files.pipe(f"/labels/{name}", name.encode())
    with files.open("/labels/all.zip", "wb") as target, zipfile.ZipFile(target, "w") as file:
        file.writestr("z.jpg", b"z")
    yield files
    files.rm("/labels", recursive=True)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("memory://labels", ["b.jpg", "acme/a.png"]),
        ("memory://labels/b.jpg", ["b.jpg"]),
        ("memory://labels/*.jpg", ["b.jpg"]),
        ("memory://labels/all.zip", ["all.zip/z.jpg"]),
    ],
)
def test_an_address_is_a_folder_a_file_a_pattern_or_a_zip(storage, address, expected):
    found = list(entries([address]))
    assert [one.name for one in found] == expected
    assert all(one.fetch() for one in found)
    assert len({one.source for one in found}) == len(found)
    assert found[0].source.startswith("memory://")


def test_a_photo_gone_from_its_storage_tells_so(storage):
    found = next(iter(entries(["memory://labels"])))
    storage.rm("/labels/b.jpg")
    with pytest.raises(MagnifyError) as raised:
        found.fetch()
    assert raised.value.cause == "not_found"


@pytest.mark.parametrize("address", ["s3://bucket/labels", "nonsense://labels"])
def test_a_storage_without_its_package_says_what_to_install(address):
    with pytest.raises(SourceError, match=r"s3fs|nonsense"):
        names(address)


def test_is_picture():
    assert is_picture("a/B.JPeG")
    assert not any(map(is_picture, ("a.txt", "jpg", "a/.b.jpg", "__MACOSX/a.jpg", "a.jpg/b")))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("acme-front.jpg", "acme-back.jpg", True),
        ("Acme Sleep (1).jpg", "Acme Sleep (2).jpg", True),
        ("acme_1.jpg", "acme_02.png", True),
        ("acme_panel 2.jpg", "acme.FACTS.jpg", True),
        ("acme-400.jpg", "acme-200.jpg", True),
        ("acme-front.jpg", "other-front.jpg", False),
        ("a/acme-front.jpg", "b/acme-back.jpg", False),
        ("acme-citrate.jpg", "acme-oxide.jpg", False),
        ("front.jpg", "back.jpg", False),
        ("IMG20260101.jpg", "IMG20260102.jpg", False),
    ],
)
def test_photos_of_one_product_by_name(first, second, together):
    assert (
        product_of(first, f"/in/{first}", "name") == product_of(second, f"/in/{second}", "name")
    ) is together


def test_photos_of_one_product_by_folder():
    def of(name):
        return product_of(name, f"/in/{name}", "folder")

    assert of("acme/1.jpg") == of("acme/x.jpg") != of("other/1.jpg")
    assert of("1.jpg") != of("2.jpg")
