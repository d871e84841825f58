"""The page in a real browser, as somebody uses it: by mouse, by keyboard, on a phone's screen."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from fittingroom.app.collecting import read
from fittingroom.app.work import Room
from tests.app.conftest import SIZE, Served, served
from tests.reporting.test_browser import FAINT

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
         "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # fmt: skip
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ANSWERED = "#answer[aria-busy=false] > ol"
INK = """(() => {
  const copy = Object.assign(document.createElement('canvas'), {width: 448, height: 448});
  const pen = copy.getContext('2d', {willReadFrequently: true});
  pen.drawImage(document.getElementById('paper'), 0, 0);
  return [...pen.getImageData(0, 0, 448, 448).data].filter((value, at) => at % 4 === 0 && value < 128).length;
})()"""
NAMELESS = """[...document.querySelectorAll('button, input, select, canvas, [role=img]')]
    .filter(e => !(e.ariaLabel || e.textContent.trim() || e.labels?.length || e.closest('label')))
    .map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def here(subject, tmp_path_factory) -> Iterator[Served]:
    room = Room(
        subject=subject, folder=tmp_path_factory.mktemp("kept") / "probe", rng=np.random.default_rng(1)
    )
    with served(room) as running:
        yield running
    room.desk.close()


@pytest.fixture
def page(browser: Browser, here: Served, request) -> Iterator[Page]:
    """The page, opened; at the end nothing may have been complained of or asked of anybody else."""
    width = getattr(request, "param", 1280)
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page, complaints, asked = context.new_page(), [], []
    refused = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda one: asked.append(one.url))
    page.on("response", lambda one: refused.append(one.status) if one.status >= 400 else None)
    page.goto(here.url)
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()
    # the browser itself writes a line for every answer of 400 and more
    ours = [text for text in complaints if not (refused and "Failed to load resource" in text)]
    assert ours == []
    assert [url for url in asked if not url.startswith((here.url, "data:", "blob:"))] == []


def answered(page: Page) -> None:
    page.wait_for_selector(ANSWERED)


def draw(page: Page, *points: tuple[float, float]) -> None:
    """One stroke through points given as shares of the paper's width."""
    paper = page.locator("#paper").bounding_box()
    places = [(paper["x"] + x * paper["width"], paper["y"] + y * paper["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=8)
    page.mouse.up()


def told(page: Page) -> str:
    """The sentence of the complaint that is shown."""
    page.wait_for_selector("#complaint:not([hidden])")
    return page.locator("#complaint").inner_text()


def picture(mode: str = "L", size: tuple[int, int] = (40, 40)) -> bytes:
    stream = io.BytesIO()
    Image.new(mode, size).save(stream, "PNG")
    return stream.getvalue()


def file(name: str, content: bytes, kind: str = "image/png") -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


def test_a_drawing_is_answered_by_itself_undone_and_cleared(page: Page):
    draw(page, (0.15, 0.5), (0.85, 0.5))
    answered(page)
    assert page.locator("#answer > ol > li").count() == 7
    assert page.locator(".chips li").first.inner_text() in ("across", "None of my classes")
    assert page.locator(".bars li span").first.inner_text() == "across"
    assert page.locator(".strip li, .seeing .last").count() >= 4
    one = page.evaluate(INK)
    draw(page, (0.5, 0.2), (0.5, 0.8))
    assert page.evaluate(INK) > 1.5 * one > 0
    page.click("#undo")
    assert page.evaluate(INK) == one
    page.click("#clear")
    assert page.evaluate(INK) == 0
    assert page.locator("#ask").is_disabled()


def test_what_it_was_is_kept_and_the_accuracy_appears(page: Page, here: Served):
    draw(page, (0.2, 0.45), (0.8, 0.55))
    answered(page)
    page.fill("#who", "Ada")
    page.click(".was button:has-text('across')")
    page.wait_for_selector("#was-said:not([hidden])")
    assert page.locator("#was-said").inner_text().startswith("Kept as across.")
    assert "brought here" in page.locator("#kept").inner_text()
    line = read(here.room.folder)[-1]
    assert (line.label, line.group, line.source) == ("across", "Ada", "drawing")
    with Image.open(here.room.folder / line.file) as kept:
        assert kept.size == (448, 448)


def test_a_photo_is_answered_and_an_unlike_one_refused(page: Page, here: Served):
    page.click("[data-way=photo]")
    checked = (255 * (np.indices((SIZE, SIZE)).sum(axis=0) % 2)).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(checked).save(stream, "PNG")
    page.select_option("#preparation", "as-it-is")
    page.set_input_files("#file", file("strange.png", stream.getvalue()))
    answered(page)
    assert page.locator(".chips").inner_text() == "None of my classes"
    assert page.locator(".unlike .verdict").inner_text() == "Unlike anything it was trained on"
    assert "Not tested" in page.locator(".measured").inner_text()


def test_a_picture_of_100_megapixels_is_refused_with_a_sentence(page: Page):
    page.click("[data-way=photo]")
    page.set_input_files("#file", file("huge.png", picture("1", (10_000, 10_000))))
    assert "megapixels" in told(page)


def test_a_text_called_png_is_refused_and_the_next_picture_answered(page: Page):
    page.click("[data-way=photo]")
    page.set_input_files("#file", file("list.png", b"milk, eggs, bread"))
    assert "no picture" in told(page)
    page.set_input_files("#file", file("small.png", picture()))
    answered(page)
    assert page.locator("#complaint").is_hidden()


def test_a_file_beyond_the_bound_is_not_even_sent(page: Page, tmp_path: Path):
    large = tmp_path / "large.png"
    large.write_bytes(bytes(20_000_001))
    page.click("[data-way=photo]")
    page.set_input_files("#file", large)
    assert "20 MB" in told(page)


@pytest.mark.parametrize("event", ["drop", "paste"])
def test_a_picture_is_dropped_or_pasted(page: Page, event: str):
    page.evaluate(
        """async event => {
            const canvas = Object.assign(document.createElement('canvas'), {width: 50, height: 50});
            const blob = await new Promise(done => canvas.toBlob(done));
            const carried = new DataTransfer();
            carried.items.add(new File([blob], 'x.png', {type: 'image/png'}));
            document.body.dispatchEvent(event === 'drop'
                ? new DragEvent('drop', {dataTransfer: carried, bubbles: true, cancelable: true})
                : new ClipboardEvent('paste', {clipboardData: carried, bubbles: true}));
        }""",
        event,
    )
    answered(page)
    assert page.locator("[data-way=photo]").get_attribute("aria-pressed") == "true"


def test_the_camera_takes_a_picture(browser: Browser, here: Served):
    context = browser.new_context(permissions=["camera"])
    page = context.new_page()
    page.goto(here.url)
    page.click("[data-way=camera]")
    page.click("#shoot:not(:disabled)")
    answered(page)
    assert page.evaluate("document.getElementById('video').srcObject") is None
    context.close()


def test_an_image_of_the_data_is_answered_with_its_label(page: Page):
    page.click("[data-way=data]")
    answered(page)
    assert "Its label says" in page.locator("#answer > ol > li").last.inner_text()
    assert page.locator(".was").count() == 0


def test_all_can_be_done_by_keyboard(page: Page, here: Served):
    """A bar is drawn with the arrow keys, named, and an image of the quiz answered, without a mouse."""
    before = len(read(here.room.folder))

    def reach(selector: str) -> None:
        for _ in range(40):
            if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"{selector} cannot be reached with the tab key")

    reach("#tab-try")
    reach("[data-way=draw]")
    reach("#paper")
    for key in ["ArrowLeft"] * 12 + ["ArrowDown"] * 10 + [" "] + ["ArrowRight"] * 24 + [" ", "Enter"]:
        page.keyboard.press(key)
    answered(page)
    assert page.locator(".bars li span").first.inner_text() == "across"
    reach(".was button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#was-said:not([hidden])")
    assert len(read(here.room.folder)) == before + 1
    page.keyboard.press("Home")
    page.locator("#tab-try").focus()
    page.keyboard.press("ArrowRight")
    reach("#quiz-go")
    page.keyboard.press("Enter")
    page.wait_for_selector(".options")
    page.keyboard.press("1")
    page.wait_for_selector("#next:focus")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tally:has-text('image 2 of 20')")


def test_the_quiz_is_played_and_scored(page: Page, here: Served):
    page.click("#tab-quiz")
    page.fill("#quiz-seed", "11")
    page.click("#quiz-go")
    for at in range(20):
        page.wait_for_selector(f".tally:has-text('image {at + 1} of 20')")
        page.keyboard.press(str(at % 3))
        page.click("#next")
    page.wait_for_selector("#quiz-verdict:focus")
    assert page.locator(".scores > div").count() == 2
    assert page.locator(".seen").first.locator("li").count() == 20
    assert "seed 11" in page.locator("#quiz").inner_text()
    assert (here.room.folder / "quiz" / "suspects.csv").is_file()


def test_a_foolish_seed_gets_a_sentence(page: Page):
    page.click("#tab-quiz")
    page.fill("#quiz-seed", "seven")
    page.click("#quiz-go")
    assert "whole number" in told(page)


def test_a_server_that_is_busy_is_asked_again(page: Page, here: Served):
    here.room.desk.taken += here.room.desk.places
    draw(page, (0.2, 0.5), (0.8, 0.5))
    page.wait_for_event("response", lambda one: one.status == 503)
    here.room.desk.taken -= here.room.desk.places
    answered(page)


def test_every_control_has_a_name_and_every_picture_a_text(page: Page):
    draw(page, (0.2, 0.5), (0.8, 0.5))
    answered(page)
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("[...document.images].filter(i => !i.hasAttribute('alt')).length") == 0
    assert page.locator("#spoken").inner_text() != ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_written_can_be_read(page: Page, scheme):
    page.emulate_media(color_scheme=scheme)
    draw(page, (0.2, 0.5), (0.8, 0.5))
    answered(page)
    found = page.evaluate(FAINT)
    assert found["seen"] > 40
    assert found["faint"] == []


@pytest.mark.parametrize("page", [320, 360, 768], indirect=True)
def test_nothing_spills_over_a_narrow_screen(page: Page):
    draw(page, (0.2, 0.5), (0.8, 0.5))
    answered(page)
    assert page.evaluate(SPILL) <= 0
    page.click("#tab-quiz")
    assert page.evaluate(SPILL) <= 0
    page.click("#quiz-go")
    page.wait_for_selector(".options")
    page.keyboard.press("0")
    page.wait_for_selector("#next")
    assert page.evaluate(SPILL) <= 0
