"""What a stranger reads: a Report becomes one HTML file, one JSON file and one Markdown file.

document.py holds the values. figures.py and sheets.py turn measurements and pictures into captioned
figures; svg.py, axes.py, charts.py, curves.py, spread.py, forest.py, heatmap.py, reliability.py, marks.py,
scatter.py and pictures.py draw; gallery.py shows data sets side by side. format.py, numbers.py and
wording.py put numbers into words; html.py (with templates/) and text.py write. leaderboard/ is a table of
many models, with a page of its own.
"""

from fittingroom.reporting.document import Advice, Claim, Figure, Report, Section, Table, place

__all__ = ["Advice", "Claim", "Figure", "Report", "Section", "Table", "place"]
