"""Photos to 28x28 by Fashion-MNIST's pipeline: ours beside Pillow, ImageMagick and decoding alone.

    OMP_NUM_THREADS=1 python benchmarks/build.py [--photos FOLDER] [--n 1000] [--repeats 3]

All contenders run in turn on the same JPEG files of 400 x 533 pixels, in one process of one thread, and
the least processor seconds of each count; ImageMagick runs as its own process (`mogrify` over all files),
and its children's processor seconds are taken. Without --photos the files are product shots that are made
of Fashion-MNIST's pictures on #fdfdfd; with it, the photos in that folder, cut to the size.

Then what the fast recipe costs: the difference of its pictures from the exact ones, in grey levels.
"""

import argparse
import io
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import simplejpeg
from PIL import Image, ImageFilter, ImageOps

from fittingroom.build import Recipe, converted, named
from fittingroom.data.photo import Photo, read_photo

SHAPE = (400, 533)
PAPER = (0xFD, 0xFD, 0xFD)


def product_shots(n: int, rng: np.random.Generator) -> list[bytes]:
    """Fashion-MNIST's pictures, large, coloured and woven, as JPEG."""
    import fittingroom as fr

    data = fr.load("fashion-mnist")
    files = []
    for row in rng.permutation(data.rows("train"))[:n]:
        grey = Image.fromarray(data.images[row]).resize((380, 380), Image.Resampling.BICUBIC)
        ink = np.asarray(grey, np.float32)[..., None] / 255
        cloth = rng.integers(0, 120, 3) + rng.normal(0, 18, (380, 380, 1))
        garment = np.clip(253 * (1 - ink) + cloth * ink, 0, 255).astype(np.uint8)
        page = Image.new("RGB", SHAPE, PAPER)
        page.paste(Image.fromarray(garment), (10, 70))
        files.append(as_jpeg(page))
    return files


def photos(folder: Path, n: int) -> list[bytes]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png"))
    return [as_jpeg(ImageOps.fit(Image.open(path).convert("RGB"), SHAPE)) for path in paths[:n]]


def as_jpeg(page: Image.Image) -> bytes:
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def by_recipe(recipe: Recipe) -> Callable[[bytes], np.ndarray]:
    def one(content: bytes) -> np.ndarray:
        photo = read_photo(content, grey=recipe.begins_grey, least_px=recipe.least_px)
        assert isinstance(photo, Photo)
        picture = converted(photo.pixels, recipe)
        return picture if isinstance(picture, np.ndarray) else np.zeros((28, 28), np.uint8)

    return one


def by_pillow(content: bytes) -> np.ndarray:
    """What one would write with Pillow in a dozen lines: the paper's steps in the paper's order."""
    image = Image.open(io.BytesIO(content)).convert("RGB")
    image.thumbnail((73, 73), Image.Resampling.BOX)
    corner = Image.new("RGB", image.size, image.getpixel((0, 0)))
    pixels = np.abs(np.asarray(image, int) - np.asarray(corner, int))
    differs = np.sqrt((pixels**2).sum(axis=2)) > 0.05 * np.sqrt(3) * 255
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if len(rows):
        image = image.crop((columns[0], rows[0], columns[-1] + 1, rows[-1] + 1))
    scale = 28 / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    image = image.resize(size, Image.Resampling.NEAREST).filter(ImageFilter.UnsharpMask(1, 100, 0))
    page = Image.new("RGB", (28, 28), "white")
    page.paste(image, ((28 - image.width) // 2, (28 - image.height) // 2))
    return np.asarray(ImageOps.invert(page).convert("L"))


def by_mogrify(files: list[bytes], options: list[str]) -> float:
    """Children's processor seconds of one `mogrify` over all files."""
    with tempfile.TemporaryDirectory() as name:
        for number, content in enumerate(files):
            (Path(name) / f"{number:05d}.jpg").write_bytes(content)
        steps = "-resize 73x73 -fuzz 5% -trim +repage -sample 28x28 -sharpen 1x1.0 -gravity center"
        steps += " -background white -extent 28x28 -negate -colorspace Gray -depth 8"
        command = ["mogrify", "-format", "png", *options, *steps.split(), f"{name}/*.jpg"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, env={"MAGICK_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least_seconds(
    files: list[bytes], contenders: dict[str, Callable[[bytes], object]], repeats: int
) -> dict[str, float]:
    best = dict.fromkeys(contenders, np.inf)
    for _ in range(repeats):
        for name, function in contenders.items():
            begun = time.process_time()
            for content in files:
                function(content)
            best[name] = min(best[name], time.process_time() - begun)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--n", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args()
    rng = np.random.default_rng(0)
    files = photos(arguments.photos, arguments.n) if arguments.photos else product_shots(arguments.n, rng)
    exact, fast = named("fashion-mnist"), named("fashion-mnist-fast")
    contenders: dict[str, Callable[[bytes], object]] = {
        "ours, fashion-mnist": by_recipe(exact),
        "ours, fashion-mnist-fast": by_recipe(fast),
        "Pillow, a dozen lines": by_pillow,
        "decoding alone, whole, colour": lambda content: simplejpeg.decode_jpeg(content, "RGB"),
        "decoding alone, as fast needs it": lambda content: read_photo(
            content, grey=True, least_px=fast.least_px
        ),
    }
    seconds = least_seconds(files, contenders, arguments.repeats)
    if shutil.which("mogrify"):
        some = files[: max(50, len(files) // 5)]
        for name, options in (
            ("ImageMagick mogrify", []),
            ("ImageMagick mogrify, jpeg:size", ["-define", "jpeg:size=146x146"]),
        ):
            seconds[name] = by_mogrify(some, options) * len(files) / len(some)
    size = np.mean([len(content) for content in files]) / 1000
    print(f"{len(files)} JPEGs of {SHAPE[0]} x {SHAPE[1]}, {size:.1f} KB on average")
    slowest = seconds["ours, fashion-mnist"]
    for name, spent in seconds.items():
        print(f"  {name:34s} {len(files) / spent:7,.0f} images/s   {slowest / spent:5.2f} x fashion-mnist")
    share = seconds["decoding alone, as fast needs it"] / seconds["ours, fashion-mnist-fast"]
    print(f"  fast: {share:.0%} of decoding alone")
    pairs = [(by_recipe(exact)(content), by_recipe(fast)(content)) for content in files]
    apart = np.array([np.abs(a.astype(int) - b).mean() for a, b in pairs])
    alike = np.array([np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in pairs if a.std() and b.std()])
    print(
        f"fast from exact: {apart.mean():.1f} grey levels a pixel on average (95 % below "
        f"{np.quantile(apart, 0.95):.1f}); correlation {np.median(alike):.3f} "
        f"(5 % below {np.quantile(alike, 0.05):.3f})"
    )


if __name__ == "__main__":
    main()
