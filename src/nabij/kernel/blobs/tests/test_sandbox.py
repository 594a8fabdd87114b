"""Images are re-made from pixels in a process of its own; what is bad is refused with a sentence, within its limits."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image

from nabij.kernel.blobs import sandbox

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


def _in_child(code):
    """Run code in a process that has set the limits of the sandbox and loaded its decoders."""
    start = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('child', {str(sandbox.CHILD)!r})\n"
        "child = importlib.util.module_from_spec(spec); spec.loader.exec_module(child)\n"
        f"child.limit({sandbox._orders()!r}); child.load_decoders()\n"
    )
    return subprocess.run([sys.executable, "-I", "-c", start + code], capture_output=True, text=True, timeout=30)


def test_the_child_has_no_network_no_files_and_little_memory():
    assert "Too many open files" in _in_child("import socket; socket.socket()").stderr
    assert "Too many open files" in _in_child("open('/etc/hostname')").stderr
    assert "MemoryError" in _in_child("bytearray(600 * 1024 * 1024)").stderr
    assert _in_child("print('leeft')").stdout == "leeft\n"


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(sandbox, "CHILD", slow)
    monkeypatch.setattr(sandbox, "SECONDS", 0.3)
    path = tmp_path / "in"
    path.write_bytes(samples.photo())
    begin = time.monotonic()
    with pytest.raises(sandbox.ImageRefused) as caught:
        sandbox.reencode(path)
    assert caught.value.facts["reason"] == "time" and time.monotonic() - begin < 5
