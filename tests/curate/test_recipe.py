import pytest

from fittingroom.curate.recipe import Recipe, allowing, read_recipe, recipe_text
from fittingroom.errors import InputError


@pytest.fixture
def read(tmp_path):
    def reader(text):
        (tmp_path / "r.toml").write_text(text, encoding="utf-8")
        return read_recipe(tmp_path / "r.toml")

    return reader


def test_what_is_written_is_read_back(read):
    recipe = read(
        '[words]\nlanguages = ["en"]\ndrop = ["Uniforms"]\n[split]\nval = 0\ntest = 0.04\n'
        "[sample]\ncap = 100\n[duplicates]\nnear = false\n"
    )
    assert recipe.words.languages == ("en",)
    assert (recipe.split.val, recipe.sample.cap, recipe.duplicates.near) == (0.0, 100, False)
    assert read(recipe_text(recipe)) == recipe
    assert read("") == read(recipe_text(Recipe())) == Recipe()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[splitt]\n", r"the settings are words, .* found 'splitt' \(did you mean split\?\)"),
        ("[split]\nvall = 1\n", r"r\.toml: the settings in \[split\] are val, test, seed, found 'vall'"),
        ("[verify]\noutvote = 0\n", "outvote is 1 or 2"),
        ("not toml", "not a readable TOML file"),
    ],
)
def test_what_is_no_recipe_is_a_sentence(read, text, message):
    with pytest.raises(InputError, match=message):
        read(text)


def test_addresses_are_added():
    assert allowing(allowing(Recipe(), ["10.0.0.0/8"]), ["127.0.0.1"]).fetch.allow == (
        "10.0.0.0/8",
        "127.0.0.1",
    )
