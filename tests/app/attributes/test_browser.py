"""The page for attributes in a real browser: a photo is dropped in, and read group by group."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from fittingroom.app.attributes.work import AttributeRoom, questions
from fittingroom.app.server import pages
from tests.app.conftest import Served, served
from tests.app.test_browser import (  # noqa: F401  the browser and the page are fixtures
    NAMELESS,
    SPILL,
    answered,
    browser,
    page,
    told,
)
from tests.reporting.test_browser import FAINT


@pytest.fixture(scope="module")
def here(attributes) -> Iterator[Served]:
    room = AttributeRoom(subject=attributes, rng=np.random.default_rng(1))
    with served(room, lambda own, opened: pages(questions(own), opened)) as running:  # pyright: ignore[reportArgumentType]
        yield running
    room.desk.close()


def bring(page: Page, content: bytes | None = None) -> None:  # noqa: F811
    if content is None:
        stream = io.BytesIO()
        Image.fromarray(np.full((90, 60, 3), (40, 160, 40), np.uint8)).save(stream, "PNG")
        content = stream.getvalue()
    page.set_input_files("#file", {"name": "a.png", "mimeType": "image/png", "buffer": content})


def test_a_photo_is_shown_group_by_group_and_nothing_is_drawn_kept_or_played(page: Page):  # noqa: F811
    assert page.locator("#drop").is_visible()
    for gone in ("#tabs", "#kept-section", "[data-way=draw]"):
        assert page.locator(gone).is_hidden()
    bring(page)
    answered(page)
    assert page.locator(".group h4").all_inner_texts()[0].startswith("color")
    assert page.locator(".group").count() == 3
    assert page.locator(".group .chips li").count() >= 3
    assert page.locator(".strip li").count() == 1
    assert "color:" in page.locator("#spoken").inner_text()


def test_an_image_of_the_data_is_answered_with_its_labels_and_prepared_again(page: Page):  # noqa: F811
    page.click("[data-way=data]")
    answered(page)
    assert "Its labels say" in page.locator("#answer > ol > li").last.inner_text()
    bring(page)
    page.select_option("#preparation", "whole")
    page.wait_for_selector(".seeing .last figcaption:has-text('on a square')")


def test_what_is_no_picture_gets_a_sentence(page: Page):  # noqa: F811
    bring(page, b"milk, eggs, bread")
    assert "no picture" in told(page)


@pytest.mark.parametrize("page", [320, 1280], indirect=True)
def test_it_can_be_read_and_nothing_spills_over(page: Page):  # noqa: F811
    page.emulate_media(
        color_scheme="dark" if page.viewport_size == {"width": 320, "height": 900} else "light"
    )
    bring(page)
    answered(page)
    assert page.evaluate(SPILL) <= 0
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(FAINT)["faint"] == []
