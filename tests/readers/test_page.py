"""The page of readers is what the tests run."""

from tests.readers.running import HERE, shown


def test_every_reader_on_the_page_is_run():
    tests = "".join(file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py"))
    assert len(shown()) > 15
    assert [reader for reader in shown() if f'"{reader}"' not in tests] == []
