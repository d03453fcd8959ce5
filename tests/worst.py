"""python -m tests.worst [PHOTO...]: one hostile photo and four ordinary ones at once; what they wait, what it takes.

Needs no browser: five sessions over websockets, to the app's real server with the real readers. Without a PHOTO each
of the worst ones that are drawn here is taken in turn.
"""

import io
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from tests.app_server import ROOT, Visitor, server, uploader
from tests.hostile.pictures import grey_png

SAMPLES = sorted((ROOT / "samples" / "pictures").glob("*-clean-*.jpg"))[:4]
LIMIT_S = 300
ANSWERED = ("Scan another", "could not be read", "No text was found", "took longer", "Save it as a new file")


def _jpeg(image, quality=75):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()


def noise():
    """As many bytes and pixels as a photo may have."""
    return _jpeg(Image.fromarray(np.random.default_rng(1).integers(0, 255, (8_900, 8_900, 3), np.uint8)), 30)


def four_inks():
    """80 megapixels of four inks each, behind ten million segments that say nothing."""
    photo = _jpeg(Image.new("CMYK", (8_900, 8_900), (9, 9, 9, 9)))
    return photo[:2] + b"\xff\xe5\x00\x02" * ((39_900_000 - len(photo)) // 4) + photo[2:]


def long_line():
    """A picture of one line, as long as OpenCV takes it."""
    image = Image.new("RGB", (31_900, 16), "white")
    ImageDraw.Draw(image).text((4, 2), "Magnesium 200 mg " * 400, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def full_of_words():
    """80 megapixels of small print."""
    image = Image.new("L", (8_900, 8_900), "white")
    draw = ImageDraw.Draw(image)
    for top in range(0, 8_900, 14):
        draw.text((4, top), "Magnesium 200 mg " * 90, fill="black")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


WORST = {
    "large and grey": lambda: grey_png(10_000, 7_990),
    "noise": noise,
    "four inks": four_inks,
    "one long line": long_line,
    "full of words": full_of_words,
}


def main():
    given = [(Path(name).name, Path(name).read_bytes()) for name in sys.argv[1:]]
    for name, data in given or ((name, draw()) for name, draw in WORST.items()):
        sys.stdout.write(f"{name}, {len(data) / 1e6:.1f} MB: {_tried(data)}\n")
        sys.stdout.flush()


def _tried(data):
    with tempfile.TemporaryDirectory(prefix="magnify-worst-") as folder:
        others = [_own_copy(Path(folder), sample) for sample in SAMPLES]
        with server(folder) as started:
            before = _memory(started)["VmRSS"]
            waits = {}
            threads = [
                threading.Thread(target=_visit, args=(started, number, photo, waits))
                for number, photo in enumerate([data, *others])
            ]
            for thread in threads:
                thread.start()
                time.sleep(0.3)  # the hostile one is the first in line
            for thread in threads:
                thread.join()
            after = _memory(started)
            seen = "a traceback in the log" if "Traceback" in started.said() else "no traceback"
    said = ", ".join(f"{waits[number]:.0f} s" for number in sorted(waits))
    return (
        f"{after['VmHWM']:.0f} MB at most, {before:.0f} before, {after['VmRSS']:.0f} after; "
        f"{len(waits)} of 5 answered after {said}; {seen}"
    )


def _visit(started, number, data, waits):
    with Visitor(started) as visitor:
        visitor.run()
        element = visitor.until(uploader, LIMIT_S)
        since = time.monotonic()
        visitor.upload("photo.jpg", data, element)
        visitor.until(_answer, LIMIT_S)
        waits[number] = time.monotonic() - since
        time.sleep(1)


def _answer(element):
    said = str(element)
    return any(words in said for words in ANSWERED)


def _own_copy(folder, sample):
    """The sample as another file of the same picture, so that none is read before."""
    photo = folder / sample.name
    with Image.open(sample) as image:
        image.save(photo, quality=88)
    return photo.read_bytes()


def _memory(started):
    """Megabytes, from Linux's own figures."""
    lines = Path(f"/proc/{started.process.pid}/status").read_text().splitlines()
    found = (line.split() for line in lines if line.startswith(("VmHWM", "VmRSS")))
    return {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, _ in found}


if __name__ == "__main__":
    main()
