"""What counts as choosing on test, and what only looks like it: pairs that differ in the one thing."""

import pytest

from tests.lint.made import codes

SPLIT = """
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, train_test_split
X, y = pd.read_csv("a.csv"), pd.read_csv("a.csv")["label"]
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""
SEARCH = "gs = GridSearchCV(RandomForestClassifier(), {'max_depth': [2, 3]})\n"
LOOP = """
found = np.zeros(9)
for k in range(9):
    found[k] = RandomForestClassifier(k + 1).fit(X_train, y_train).score(X_test, y_test)
"""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("gs.fit(X, y)\nprint(gs.score(X_test, y_test))", ["FR104", "FR107"]),
        ("gs.fit(X_train, y_train)\nprint(gs.score(X_test, y_test))\ngs.fit(X, y)", []),
        ("gs.fit(X_train, y_train)\nprint(gs.score(X_test, y_test))\ngs.best_estimator_.fit(X, y)", []),
        (
            "gs.fit(X, y)\nm = gs.best_estimator_.fit(X_train, y_train)\nprint(m.score(X_test, y_test))",
            ["FR104"],
        ),
    ],
)
def test_a_search_harms_only_what_is_scored_after_it(tmp_path, end: str, expected: list[str]):
    assert codes(tmp_path, SPLIT + SEARCH + end) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("print(min(found), max(found))", []),
        ("print(found.min(), found.max())", []),
        ("print('best', found.max())", ["FR103"]),
        ("print(np.mean(found), max(found))", []),
        ("print(found.mean(), np.max(found))", []),
        ("print(np.mean(other), max(found))", ["FR103"]),
        ("print('mean', np.mean(found), 'best', max(found))", ["FR103"]),
        ("k = int(np.argmin(found))", ["FR103"]),
        ("k = int(np.argmax(found))\nfor j in range(3):\n    if k == j:\n        break", ["FR103"]),
    ],
)
def test_both_ends_are_a_range_and_one_is_a_choice(tmp_path, end: str, expected: list[str]):
    assert codes(tmp_path, SPLIT + LOOP + end) == expected


CURVE = """
from sklearn.metrics import roc_curve
model = RandomForestClassifier().fit(X_train, y_train)
fpr, tpr, cuts = roc_curve(y_{part}, model.predict_proba(X_{part})[:, 1])
"""


@pytest.mark.parametrize(
    ("part", "end", "expected"),
    [
        ("test", "cut = cuts[np.argmax(tpr - fpr)]", ["FR103"]),
        ("test", "cut = cuts[np.sqrt(tpr * (1 - fpr)).argmax()]", ["FR103"]),
        ("train", "cut = cuts[np.argmax(tpr - fpr)]\nprint(model.score(X_test, y_test))", []),
        ("test", "print(fpr[np.argmax(tpr >= 0.95)])", []),  # a figure of the curve at a value that was given
        ("test", "print('KS', np.max(tpr - fpr))", []),
    ],
)
def test_a_threshold_is_chosen_where_a_curve_is_best(tmp_path, part: str, end: str, expected: list[str]):
    assert codes(tmp_path, SPLIT + CURVE.format(part=part) + end) == expected


TABLE = """
rows = []
for k in range(9):
    m = RandomForestClassifier(k + 1).fit(X_train, y_train)
    rows.append({"k": k, "train": m.score(X_train, y_train), "test": m.score(X_test, y_test)})
frame = pd.DataFrame(rows)
"""


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("k = frame.loc[frame['test'].idxmax(), 'k']", ["FR103"]),
        ("k = frame.loc[frame['train'].idxmax(), 'k']", []),
        ("frame.to_csv('curve.csv')", []),
        ("best = sorted((row['test'], row['k']) for row in rows)[-1]", ["FR103"]),
        ("ranking = sorted((row['test'], row['k']) for row in rows)", []),
        ("first = sorted((row['train'], row['k']) for row in rows)[0]", []),
    ],
)
def test_a_table_of_scores_keeps_train_and_test_apart(tmp_path, end: str, expected: list[str]):
    assert codes(tmp_path, SPLIT + TABLE + end) == expected


STOPPER = """
import torch
from torch.nn import functional as F
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import MNIST

class {name}:
    def __init__(self):
        self.best, self.bad = 1e9, 0
    def __call__(self, test_loss):
        if test_loss < self.best:
            self.best, self.bad = test_loss, 0
            return False
        self.bad += 1
        return self.bad > 3

a, b = random_split(MNIST(".", train=True), [50000, 10000], torch.Generator().manual_seed(0))
train, val, test = DataLoader(a), DataLoader(b), DataLoader(MNIST(".", train=False))
net, stop = torch.nn.Linear(784, 10), {name}()

def loss_on(loader):
    total = 0
    for x, y in loader:
        total += F.cross_entropy(net(x), y).item()
    return total / len(loader)

for epoch in range(9):
    if stop(loss_on({part})):
        break
print(loss_on(test))
"""


@pytest.mark.parametrize("name", ["EarlyStopping", "Patience"])
@pytest.mark.parametrize(("part", "expected"), [("val", []), ("test", ["FR103"])])
def test_a_stopper_is_judged_by_what_it_is_given_not_by_its_parameters(
    tmp_path, name: str, part: str, expected: list[str]
):
    assert codes(tmp_path, STOPPER.format(name=name, part=part)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("is_best = acc > best", ["FR103"]),
        ("is_better_than_chance = acc > chance", []),
    ],
)
def test_the_name_of_a_flag_says_what_it_is_for(tmp_path, line: str, expected: list[str]):
    loop = LOOP.replace("found[k] =", "acc =") + f"    {line}\n"
    assert codes(tmp_path, SPLIT + loop) == expected


@pytest.mark.parametrize(("seed", "expected"), [("0", []), ("1", ["FR107"])])
def test_a_seed_that_is_passed_on_is_known_by_its_value(tmp_path, seed: str, expected: list[str]):
    text = """
    import pandas as pd
    from sklearn.model_selection import train_test_split
    from sklearn.svm import SVC

    def load(seed=0):
        return train_test_split(pd.read_csv("a.csv"), test_size=0.2, random_state=seed)

    a, _ = load()
    _, b = load({})
    print(SVC().fit(a, a["y"]).score(b, b["y"]))
    """
    assert codes(tmp_path, text.format(seed)) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("print(m.score(b, d))", ["FR101"]),
        ("other = pd.read_csv('later.csv')\nprint(m.score(other.drop(columns='y'), other['y']))", []),
    ],
)
def test_a_part_of_train_is_validation_where_other_data_are_scored(tmp_path, after: str, expected: list[str]):
    text = (
        "import pandas as pd\nfrom xgboost import XGBClassifier\n"
        "from sklearn.model_selection import train_test_split\n"
        "X, y = pd.read_csv('train.csv'), pd.read_csv('labels.csv')['y']\n"
        "a, X_test, c, d = train_test_split(X, y, random_state=0)\nb = X_test\n"
        "m = XGBClassifier(early_stopping_rounds=5).fit(a, c, eval_set=[(b, d)])\n"
    )
    assert codes(tmp_path, text + after) == expected


def test_lightgbm_sets_hold_their_own_rows_not_those_they_refer_to(tmp_path):
    text = (
        SPLIT
        + """
import lightgbm as lgb
train = lgb.Dataset(X_train, y_train)
held = lgb.Dataset(X_test, label=y_test, reference=train)
lgb.train({}, train, valid_sets=[train, held], callbacks=[lgb.early_stopping(9)])
"""
    )
    assert codes(tmp_path, text) == ["FR101"]


GRAPH = """
from torch_geometric.datasets import Planetoid
from torch_geometric.nn import GCN
data = Planetoid("data", "Cora")[0]
model, best = GCN(data.num_features, 16, 2, 7), 0
for epoch in range(9):
    hits = model(data.x, data.edge_index).argmax(1)[data.{part}_mask] == data.y[data.{part}_mask]
    best = max(best, int(hits.sum()) / int(data.{part}_mask.sum()))
"""


@pytest.mark.parametrize(("part", "expected"), [("val", []), ("test", ["FR103"])])
def test_the_masks_of_a_graph_are_its_parts(tmp_path, part: str, expected: list[str]):
    assert codes(tmp_path, GRAPH.format(part=part)) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("np.mean((model.predict(X_test) - y_test) ** 2)", ["FR103"]),
        ("((y_test - model.predict(X_test)) ** 2).mean()", ["FR103"]),
        ("np.mean((model.predict(X_train) - y_train) ** 2)", []),
        ("np.mean((model.predict(X_test) - y_test) ** 2, axis=1)", []),  # one per row: no score of the model
        ("np.mean(model.predict(X_test))", []),
    ],
)
def test_a_mean_error_that_is_written_out_is_a_score(tmp_path, error: str, expected: list[str]):
    loop = f"""
best = 9
for k in range(9):
    model = RandomForestClassifier(k + 1).fit(X_train, y_train)
    error = {error}
    if error < best:
        best = error
"""
    assert codes(tmp_path, SPLIT + loop) == expected


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("tune.report({'accuracy': accuracy})", ["FR103"]),
        ("tune.report(accuracy=accuracy)", ["FR103"]),
        ("report(accuracy)", []),
        ("logbook.report(accuracy)", []),
    ],
)
def test_a_tuner_keeps_the_best_of_what_it_is_told(tmp_path, report: str, expected: list[str]):
    program = f"""
from ray import tune
import logbook
from logbook import report
def trial(config):
    model = RandomForestClassifier(**config).fit(X_train, y_train)
    accuracy = accuracy_score(y_test, model.predict(X_test))
    {report}
tune.Tuner(trial).fit()
"""
    assert codes(tmp_path, SPLIT + program) == expected


def test_a_loss_that_is_written_out_is_no_report_on_train(tmp_path):
    program = """
import torch
x_train, y_train = torch.load("a.pt")
net = torch.nn.Linear(3, 1)
for epoch in range(9):
    ((net(x_train) - y_train) ** 2).mean().backward()
"""
    assert codes(tmp_path, program) == []
