"""What a process does that opens one foreign image, forked by ``sandbox_nursery``. Imports nothing of ours.

stdin: an image. stdout: one line of JSON, then the bytes of the new images.
"""

import io
import json
import math
import resource
import sys
from typing import Any

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
GPS_IFD = 0x8825


def limit(orders: dict[str, Any]) -> None:
    """Memory and processor time, before the image is read. The parent guards the time on the clock."""
    resource.setrlimit(resource.RLIMIT_AS, (orders["memory"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (orders["seconds"],) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def load_decoders() -> tuple[Any, Any, Any]:
    """Load everything before a child is made, because a child can open no file."""
    import pi_heif
    from PIL import Image, ImageCms, ImageOps

    Image.init()
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    Image.MAX_IMAGE_PIXELS = None  # the limit is checked by hand, on the size in the header
    return Image, ImageCms, ImageOps


def close_doors() -> None:
    """With no descriptor above stderr left to open there is no file and no socket: no reading around, no network."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def degrees(parts: Any, mark: str) -> float:
    """Degrees from EXIF's degrees, minutes, seconds."""
    values = [float(part) for part in parts]
    total = values[0] + values[1] / 60 + values[2] / 3600
    return -total if mark in ("S", "W") else total


def place_of(image: Any) -> list[float] | None:
    """The place in the EXIF data as (lat, lon), or None."""
    try:
        gps = image.getexif().get_ifd(GPS_IFD)
        lat, lon = degrees(gps[2], gps.get(1, "N")), degrees(gps[4], gps.get(3, "E"))
    except Exception:
        return None
    sensible = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon)
    return [round(lat, 6), round(lon, 6)] if sensible else None


def in_srgb(image: Any, cms: Any) -> Any:
    """Colours of another profile (many telephones) as they look, because the profile itself is left out."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        target = "RGBA" if image.mode == "RGBA" else "RGB"
        return cms.profileToProfile(
            image, cms.ImageCmsProfile(io.BytesIO(profile)), cms.createProfile("sRGB"), outputMode=target
        )
    except Exception:
        return image


def bare(image: Any, module: Any) -> Any:
    """A copy of nothing but pixels, RGB or (with real transparency) RGBA."""
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    wanted = "RGBA" if transparent else "RGB"
    image = image if image.mode == wanted else image.convert(wanted)
    if transparent and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    clean = module.new(image.mode, image.size)
    clean.paste(image)
    return clean


def encoded(image: Any) -> tuple[bytes, str]:
    """Bytes and type: JPEG, or PNG where there is transparency."""
    out = io.BytesIO()
    if image.mode == "RGBA":
        image.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    # Not progressive: that would take as long as everything else together, for a file 5 % smaller.
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue(), "image/jpeg"


def remade(source: io.BytesIO, orders: dict[str, Any], modules: tuple[Any, Any, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """(answer, bodies) for the image in ``source``."""
    module, cms, ops = modules
    image = module.open(source, formats=FORMATS)
    if image.width * image.height > orders["pixels"]:
        return {"reason": "pixels"}, []
    place = place_of(image)
    longest = max(orders["sizes"].values())
    image.draft("RGB", (longest, longest))
    image.thumbnail((longest, longest), module.Resampling.LANCZOS, reducing_gap=3.0)
    image = bare(in_srgb(ops.exif_transpose(image), cms), module)
    described: list[dict[str, Any]] = []
    bodies: list[bytes] = []
    for name, side in sorted(orders["sizes"].items(), key=lambda item: -item[1]):
        if bodies and max(image.size) <= side:
            break
        image.thumbnail((side, side), module.Resampling.LANCZOS, reducing_gap=1.5)
        data, mime = encoded(image)
        bodies.append(data)
        described.append({"name": name, "mime": mime, "width": image.width, "height": image.height, "bytes": len(data)})
    return {"reason": "", "place": place, "images": described}, bodies


def answer(orders: dict[str, Any], modules: tuple[Any, Any, Any]) -> None:
    """Read the image, write what came of it."""
    try:
        told, bodies = remade(io.BytesIO(sys.stdin.buffer.read()), orders, modules)
    except MemoryError:
        told, bodies = {"reason": "memory"}, []
    except Exception:
        told, bodies = {"reason": "broken"}, []
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + b"".join(bodies))
    sys.stdout.buffer.flush()
