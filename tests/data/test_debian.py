"""Debian's package without root, tried with an apt-get and a dpkg-deb made of a few lines of shell."""

import pytest

from fittingroom.data.debian import package_file
from fittingroom.data.download import SourceError, Unreachable
from fittingroom.data.fetch import fetch_files
from tests.data.made_set import made_parts, made_set, write_files

NAME = "train-images-idx3-ubyte.gz"

# Writes down its arguments. Without own lists, "download" ends as it does where there are no lists.
APT = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
  *update*) exit {update} ;;
  *Dir::State::Lists=*) echo deb > made_1_all.deb ;;
  *) if [ {lists} = yes ]; then echo deb > made_1_all.deb
     else echo "W: old" >&2; echo "E: Unable to locate package made" >&2; exit 100; fi ;;
esac
"""
DPKG = """#!/bin/sh
[ "$1" = -x ] && mkdir -p "$3/usr/share/datasets/made" "$3/usr/share/doc" || exit 2
cp "{files}"/* "$3/usr/share/datasets/made/"
echo readme > "$3/usr/share/doc/README"
"""


@pytest.fixture
def system(tmp_path, monkeypatch):
    """Make a Debian-like system; returns the function that sets how it behaves, and its log."""
    tools = tmp_path / "bin"
    tools.mkdir()
    log = tmp_path / "log"
    files = write_files(tmp_path / "package")

    def make(*, lists="yes", update=0):
        for tool, text in {"apt-get": APT, "dpkg-deb": DPKG}.items():
            (tools / tool).write_text(text.format(log=log, lists=lists, update=update, files=files))
            (tools / tool).chmod(0o755)
        return log

    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    return make


def test_all_data_files_land_and_nothing_else(system, tmp_path):
    log = system()
    folder = tmp_path / "downloads"
    assert package_file("made", NAME, folder) == folder / NAME
    assert sorted(path.name for path in folder.iterdir()) == sorted(file.name for file in made_set().files)
    assert len(log.read_text().splitlines()) == 1
    package_file("made", "t10k-labels-idx1-ubyte.gz", folder)
    assert len(log.read_text().splitlines()) == 1


@pytest.mark.parametrize("update", [0, 100])
def test_missing_lists_are_fetched_into_a_folder_of_our_own(system, tmp_path, update):
    """Also where `update` complains: another archive may be broken while Debian's is not."""
    log = system(lists="no", update=update)
    package_file("made", NAME, tmp_path / "downloads")
    plain, updated, downloaded = log.read_text().splitlines()
    assert plain.endswith("download made")
    assert "Lists" not in plain
    assert updated.endswith("update")
    for line in (updated, downloaded):
        assert f"-oDir::State::Lists={tmp_path}/downloads/.apt-" in line
        assert f"-oDir::Cache={tmp_path}/downloads/.apt-" in line
        assert "Dir::Etc" not in line


def test_no_such_package_anywhere(system, tmp_path):
    system()
    failing = "#!/bin/sh\necho 'E: Unable to locate package made' >&2\nexit 100\n"
    (tmp_path / "bin/apt-get").write_text(failing)
    with pytest.raises(Unreachable, match=r"^apt-get failed \(E: Unable to locate package made\)$"):
        package_file("made", NAME, tmp_path / "downloads")
    assert list((tmp_path / "downloads").iterdir()) == []


def test_elsewhere_than_on_debian(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unreachable, match=r"not a Debian-like system \(no apt-get and no dpkg-deb\)"):
        package_file("made", NAME, tmp_path / "downloads")
    assert not (tmp_path / "downloads").exists()


def test_a_package_that_lacks_the_file(system, tmp_path):
    system()
    with pytest.raises(SourceError, match=r"the package holds no file other\.gz"):
        package_file("made", "other.gz", tmp_path / "downloads")


def test_a_package_that_cannot_be_unpacked(system, tmp_path):
    system()
    (tmp_path / "bin/dpkg-deb").write_text("#!/bin/sh\necho 'dpkg-deb: error: no space' >&2\nexit 2\n")
    with pytest.raises(SourceError, match=r"dpkg-deb failed \(dpkg-deb: error: no space\)"):
        package_file("made", NAME, tmp_path / "downloads")


def test_the_package_is_the_last_source_and_checked_like_the_others(system, tmp_path, monkeypatch):
    monkeypatch.delenv("FITTINGROOM_MIRROR", raising=False)
    log = system()
    assert len(fetch_files(made_set(package="made"), tmp_path / "cache")) == 4
    assert log.exists()
    log.unlink()
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(tmp_path / "package"))
    fetch_files(made_set(package="made"), tmp_path / "other-cache")
    assert not log.exists()


def test_wrong_files_in_the_package_are_deleted(system, tmp_path, monkeypatch):
    monkeypatch.delenv("FITTINGROOM_MIRROR", raising=False)
    system()
    write_files(tmp_path / "package", made_parts(seed=4))
    with pytest.raises(Exception, match=r"Debian's package made: .*wrong file: .*\(deleted\)"):
        fetch_files(made_set(package="made"), tmp_path / "cache")
    assert list((tmp_path / "cache/made").iterdir()) == []
