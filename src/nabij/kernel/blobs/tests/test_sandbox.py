"""Images are re-made from pixels in a process of its own; what is bad is refused with a sentence, within its limits."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from nabij.kernel.blobs import nursery, sandbox

from . import samples


@pytest.fixture
def remade(tmp_path):
    def run(data):
        path = tmp_path / "in"
        path.write_bytes(data)
        return sandbox.reencode(path)

    return run


def opened(image):
    return Image.open(io.BytesIO(image.data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_two_sizes_without_any_metadata_and_the_place_once(remade, kind):
    original = samples.photo(kind, (1700, 1275))
    assert samples.CANARY.encode() in original
    result = remade(original)
    assert [(image.name, image.mime, image.width, image.height) for image in result.images] == [
        ("large", "image/jpeg", 1200, 1600), ("small", "image/jpeg", 300, 400),
    ]
    assert (result.place.lat, result.place.lon) == pytest.approx(samples.GPS, abs=1e-5)
    for image in result.images:
        found = opened(image)
        assert found.size == (image.width, image.height)
        assert not found.getexif() and not {"exif", "icc_profile", "comment", "xmp", "photoshop"} & set(found.info)
        assert samples.CANARY.encode() not in image.data


def test_a_small_image_is_not_made_larger(remade):
    result = remade(samples.photo("PNG", (300, 200)))
    assert [(image.name, image.width, image.height) for image in result.images] == [("large", 200, 300)]
    assert remade(samples.plain("PNG", Image.new("RGB", (30, 20)))).place is None


def test_transparency_stays_png_without_its_texts(remade):
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_text("Author", samples.CANARY)
    clear = Image.new("RGBA", (50, 40), (200, 0, 0, 90))
    (image,) = remade(samples.plain("PNG", clear, pnginfo=text)).images
    assert image.mime == "image/png" and opened(image).getpixel((5, 5))[3] == 90
    assert samples.CANARY.encode() not in image.data
    (opaque,) = remade(samples.plain("PNG", Image.new("RGBA", (50, 40), (200, 0, 0, 255)))).images
    assert opaque.mime == "image/jpeg"


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "CMYK", "I;16"])
def test_unusual_colours_are_re_made(remade, mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert remade(samples.plain(kind, Image.new(mode, (60, 40)))).images[0].width == 60


def test_an_animation_gives_its_first_image(remade):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    (image,) = remade(samples.plain("WEBP", frames[0], save_all=True, append_images=frames[1:], lossless=True)).images
    red, _, blue = opened(image).convert("RGB").getpixel((5, 5))
    assert red > 200 > 50 > blue


@pytest.mark.parametrize("name", samples.REFUSED_IN_SANDBOX)
def test_bad_images_are_refused_with_a_sentence(remade, name):
    begin = time.monotonic()
    with pytest.raises(sandbox.ImageRefused) as caught:
        remade(samples.REFUSED_IN_SANDBOX[name])
    assert caught.value.sentence_nl.endswith("of ga verder zonder foto.")
    assert time.monotonic() - begin < 10
    if "million" in name or "limit" in name:
        assert caught.value.facts["reason"] == "pixels"


def test_other_image_types_are_not_even_tried(remade):
    for kind in ("GIF", "TIFF", "BMP"):
        with pytest.raises(sandbox.ImageRefused):
            remade(samples.plain(kind, Image.new("RGB", (9, 9))))


def test_nonsense_places_are_no_offer(remade):
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (950.0, 0.0, 0.0), "E", (3.0, 0.0, 0.0)
    assert remade(samples.plain("JPEG", Image.new("RGB", (20, 20)), exif=exif)).place is None


CHILD = """
import os, resource, runpy, socket, sys, time
real = runpy.run_path({child!r})
limit, close_doors = real["limit"], real["close_doors"]
def load_decoders(): return ()
def answer(orders, modules):
    data = sys.stdin.buffer.read()
    {body}
    sys.stdout.write(str(said))
    sys.stdout.flush()
"""


@pytest.fixture
def in_child(monkeypatch, tmp_path):
    """Run lines of code as the child of an image: forked by the helper, limited, every door closed. ``said`` comes back."""

    def run(body, seconds=10, limits=None):
        code = tmp_path / "child.py"
        code.write_text(CHILD.format(child=str(sandbox.CHILD), body=body.replace("\n", "\n    ")))
        path = tmp_path / "in"
        path.write_bytes(b"foreign bytes")
        orders = sandbox._orders() | {"child": str(code), "seconds": seconds, "test": time.monotonic()} | (limits or {})
        return nursery.run(path, orders, 1_000_000)

    yield run
    monkeypatch.setattr(nursery, "_current", None)


def tried(what):
    return f"try:\n    {what}\n    said = 'open'\nexcept Exception as error:\n    said = error\n"


def test_the_child_has_no_network_no_files_and_little_memory(in_child):
    assert b"Too many open files" in in_child(tried("socket.socket()")).output
    assert b"Too many open files" in in_child(tried("open('/etc/hostname')")).output
    assert b"Too many open files" in in_child(tried("os.pipe()")).output
    assert in_child("try:\n    bytearray(600 * 1024 * 1024)\nexcept MemoryError:\n    said = 'memory'").output == b"memory"
    assert in_child("said = [resource.getrlimit(n) for n in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)]").output == b"[(0, 0), (0, 0)]"
    assert in_child("said = data.decode()").output == b"foreign bytes"


def test_a_child_holds_nothing_but_its_image_and_its_answer(in_child):
    """Neither the helper's own line nor an image of somebody else."""
    look = (
        "said = []\nfor number in range(3, 256):\n    try:\n        os.fstat(number)\n        said.append(number)\n"
        "    except OSError:\n        pass"
    )
    assert in_child(look).output == b"[]"


def test_each_image_has_a_process_and_processor_time_of_its_own(in_child):
    orders = {"test": "same helper"}
    burn = (
        "begin = time.process_time()\nwhile time.process_time() - begin < 0.3: pass\n"
        "said = (os.getpid(), os.getppid(), begin, resource.getrlimit(resource.RLIMIT_CPU))"
    )
    answers = [eval(in_child(burn, limits=orders).output) for _ in range(3)]
    assert len({own for own, *_ in answers}) == 3, "three images, three processes"
    assert len({helper for _, helper, *_ in answers}) == 1, "and one helper"
    assert all(used < 0.2 and limit == (10, 10) for *_, used, limit in answers), "what one used is not counted for the next"


def test_a_child_that_burns_processor_time_is_ended(in_child):
    outcome = in_child("while True: pass", seconds=1)
    assert outcome.timed_out or outcome.code < 0


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text(
        "import time\ndef load_decoders(): return ()\ndef limit(orders): pass\ndef close_doors(): pass\n"
        "def answer(orders, modules): time.sleep(60)\n"
    )
    monkeypatch.setattr(sandbox, "CHILD", slow)
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    path = tmp_path / "in"
    path.write_bytes(samples.photo())
    begin = time.monotonic()
    with pytest.raises(sandbox.ImageRefused) as caught:
        sandbox.reencode(path)
    assert caught.value.facts["reason"] == "time" and time.monotonic() - begin < 5


def test_a_child_that_crashes_gets_a_refusal_and_the_next_image_another_helper(in_child):
    orders = {"test": "crash"}
    outcome = in_child("os.kill(os.getpid(), 11)", limits=orders)
    assert outcome.code == -11
    first = nursery._leaving[-1].process.pid
    after = in_child("said = os.getppid()", limits=orders)
    assert int(after.output) != first


def test_a_helper_that_died_is_replaced_and_the_image_is_made(remade):
    remade(samples.photo())
    os.killpg(nursery._current.process.pid, signal.SIGKILL)
    nursery._current.process.poll = lambda: None  # it dies between the look and the order
    assert remade(samples.photo()).images


def test_a_helper_serves_so_many_images_and_no_more(remade, monkeypatch):
    monkeypatch.setattr(nursery, "MOST", 2)
    helpers = set()
    for _ in range(4):
        remade(samples.plain("PNG", Image.new("RGB", (20, 20))))
        helpers.add(nursery._current.process.pid)
    assert len(helpers) in (2, 3)


def test_a_helper_ends_with_its_owner(tmp_path):
    path = tmp_path / "in"
    path.write_bytes(samples.plain("PNG", Image.new("RGB", (20, 20))))
    code = (
        "from pathlib import Path\nfrom nabij.kernel.blobs import sandbox, nursery\n"
        f"sandbox.reencode(Path({str(path)!r}))\nprint(nursery._current.process.pid)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    helper = int(done.stdout)
    end = time.monotonic() + 5
    while Path(f"/proc/{helper}").exists() and time.monotonic() < end:
        os.sched_yield()
    assert not Path(f"/proc/{helper}").exists()
