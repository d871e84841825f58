"""What a name, a path or a column's name speaks of: a weaker hint than how the data were made."""

import re
from functools import cache

from fittingroom.lint.each import each

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
TRAIN = re.compile(r"^[xy]?(?:train(?:ing|set|loader|data|x|y|dl|ds)?|trn|tr)$")
TEST = re.compile(r"^[xy]?(?:test(?:ing|set|loader|data|x|y|dl|ds|s)?|tst|te)$")
VAL = re.compile(
    r"^[xy]?(?:val(?:id|idation|set|loader|data|x|y|dl|ds)?|valid(?:set|loader|ation)?|dev|eval)$"
)
NOT_DATA = each(
    "size len length n num number count frac fraction ratio pct percent step steps fn func function "
    "model epoch epochs batch name names root url arg args config cfg time start end interval freq "
    "mode flag aug transform transforms tfm tfms augmentation datagen idg preprocess processor shape "
    "dim split splits cv seed state title fig ax metric metrics writer log logger criterion optimizer "
    "opt sampler is do run use every per max min total k cols columns features feature strategy rate "
    "amount proportion"
)
PATH = each("path dir directory folder file csv root url filename json fname")
SCORE = each(
    "acc accuracy loss score scores accs losses f1 auc auroc mse rmse mae error err map iou dice "
    "entropy precision recall r2 result results perf performance metric top1 prec1 perplexity ppl bleu"
)
MODEL = re.compile(
    r"(?:^|_)(?:model|clf|net|network|classifier|regressor|estimator|pipe|pipeline|svm|svc|knn|forest|"
    r"rf|lr|dt|xgb|lgbm|cnn|mlp|reg|gb|nb|learner|logreg|tree)\d*$",
    re.IGNORECASE,
)
ROWS = re.compile(r"^(X|Y|x|y|df\w*|data|dataset|features|labels|images|texts?|targets?)$")
GROUP = re.compile(
    r"^(?:(?:patient|subject|user|speaker|participant|seller|session|slide|product|person|author|case|"
    r"household|store|donor|animal|mouse|writer|volunteer|driver|visitor|member|recording|video|site|field)"
    r"[ _]?(?:id|ids|no|number|num|code|key|uuid|index|name)|groups?|group[ _]?id|patient|subject|speaker|"
    r"participant|seller|user|pid|subj)$",
    re.IGNORECASE,
)


@cache
def words(name: str) -> list[str]:
    """The words of an identifier, small: xTrain, x_train and XTrain give x and train."""
    return [word.lower() for word in WORD.findall(name)]


@cache
def part_of(name: str) -> str:
    """The part that a name speaks of: train, val, test, or nothing (also where it speaks of two)."""
    found = set()
    for word in words(name):
        found |= {part for part, sign in (("train", TRAIN), ("test", TEST), ("val", VAL)) if sign.match(word)}
    if found == {"train", "val"}:
        return "train" if name.lower().find("train") > name.lower().find("val") else ""
    return found.pop() if len(found) == 1 else ""


@cache
def is_data(name: str) -> bool:
    """Whether a name that speaks of a part can be the data themselves (not test_size, test_transform)."""
    parts = set(words(name))
    return not parts & (NOT_DATA | PATH | SCORE)


@cache
def is_score(name: str) -> bool:
    return bool(set(words(name)) & SCORE)


@cache
def is_path(name: str) -> bool:
    return bool(set(words(name)) & PATH)


@cache
def is_model(name: str) -> bool:
    return bool(MODEL.search(name))


@cache
def part_of_path(text: str) -> str:
    """The part that a path speaks of: that of its last component which speaks of one."""
    for component in reversed(re.split(r"[/\\]", text)):
        stem = re.sub(r"\.\w{1,5}$", "", component)
        if len(stem) <= 40 and " " not in stem and (part := part_of(stem)):
            return part
    return ""


def is_group(column: str) -> bool:
    """Whether a column's name says that several rows share one person, seller, session ..."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", column.strip())
    return bool(GROUP.match(spaced))


@cache
def is_rows(name: str) -> bool:
    """Whether a name that speaks of no part is one that people give to data: X, df, features."""
    return bool(ROWS.match(name))
