"""What a model of attributes is worth on a part of a set, as a report (docs/attribute-report.md).

trial asks the model and gathers what is known; crossing looks for what stands in two parts; figures and shown
draw; page puts it into a report; card into an expectation card.
"""

from fittingroom.studies.attribute_report.card import attribute_card
from fittingroom.studies.attribute_report.page import attribute_report
from fittingroom.studies.attribute_report.trial import Trial, try_on

__all__ = ["Trial", "attribute_card", "attribute_report", "try_on"]
