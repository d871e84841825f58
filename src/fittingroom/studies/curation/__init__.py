"""How a set came about, on one page: the numbers of its folder, its decisions, a sheet for each label."""

from pathlib import Path

from fittingroom.curate.document.contents import contents
from fittingroom.curate.document.samples import samples
from fittingroom.studies.curation.page import page
from fittingroom.studies.curation.sheets import ON_SHEET, write_sheets


def document(folder: Path) -> Path:
    """Write document.html and document.json into a set's folder, and sheets/ with larger picture sheets.

    Returns where the page lies. It is made from the folder alone, so that it can be made again. Raises
    DataError where the set is not finished or its files do not fit together.
    """
    found = contents(folder)
    pictures = samples(folder, found.labels, each=ON_SHEET)
    write_sheets(folder / "sheets", pictures, found.labels)
    return page(found, pictures).save_all(folder)
