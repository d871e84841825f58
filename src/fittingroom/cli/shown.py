"""How a finished report is shown on a terminal: where it lies, and its verdict."""

from pathlib import Path

from fittingroom.reporting import Report


def show_report(report: Report, folder: Path) -> int:
    """Save the report into `folder`, print the verdict and the page's place; returns exit code 0."""
    page = report.save_all(folder)
    print()
    for line in report.verdict:
        print(f"  {line}")
    print(f"\nreport: {page}")
    return 0
