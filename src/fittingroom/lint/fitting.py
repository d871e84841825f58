"""Calls in which something learns from rows: transformers, models, searches, over-samplers."""

import re

from fittingroom.lint.calls import Answer, Call, rows_of, unknown
from fittingroom.lint.each import each
from fittingroom.lint.events import Fitted, Prepared
from fittingroom.lint.names import is_model
from fittingroom.lint.tables import (
    CLUSTERS,
    GROWS,
    HARMLESS,
    LEARNS,
    LEARNS_LABELS,
    SEARCHES,
    SHRINKS,
)
from fittingroom.lint.values import (
    Constant,
    Data,
    Index,
    Many,
    Mark,
    Tool,
    Value,
    data_in,
)
from fittingroom.lint.walk import Learned, Walk, marked
from fittingroom.lint.watching import note_watched

LEARNS_BY_NAME = re.compile(
    r"(scaler|imputer|vectorizer|encoder|selector|pca|tfidf|normalizer)s?\d*$", re.IGNORECASE
)


def tool_of(walk: Walk, call: Call) -> Tool:
    """The object whose method is called; one that is not known is told apart by its text."""
    if isinstance(call.receiver, Tool):
        return call.receiver
    return Tool(f"object {call.owner}", call.owner.rpartition(".")[2] or "model", is_unknown=True)


def learning_rows(call: Call) -> Data | None:
    """What fit(X, y), fit(x=..., y=...), fit(loader) learns from."""
    first = call.argument(0, "x", "X", "dataset", "train_dataloaders", "generator", "train_data")
    second = call.argument(1, "y") if not isinstance(call.argument(1, "y"), Tool) else None
    data = rows_of(first)
    return data_in(data, second) if data is not None else data_in(second)


def kind_of(tool: Tool) -> str:
    """What fitting such a tool is: prepare, prepare with labels, harmless, search, cluster, or model."""
    name = tool.name
    if name in HARMLESS or name in ("LabelEncoder",):
        return "harmless"
    if name in LEARNS_LABELS:
        return "prepare with labels"
    if name in LEARNS or (
        LEARNS_BY_NAME.search(name) and name not in ("AutoEncoder", "Autoencoder", "encoder")
    ):
        return (
            "harmless"
            if re.search(r"label|onehot|one_hot|ohe|ordinal|auto", name, re.IGNORECASE)
            else "prepare"
        )
    if name in SEARCHES:
        return "search"
    return "cluster" if name in CLUSTERS else "model"


def fit(walk: Walk, call: Call) -> Value:
    """Anything that learns: an estimator, a network, a search, a transformer."""
    tool, data = tool_of(walk, call), learning_rows(call)
    kind = kind_of(tool)
    if data is None or kind == "harmless":
        note_watched(walk, call, tool)
        return tool
    if kind.startswith("prepare"):
        prepare(walk, call, tool, data, supervised=kind == "prepare with labels")
        return tool
    note_watched(walk, call, tool)
    if tool.name == "Trainer" or "train_dataloaders" in call.keywords:
        return tool
    if isinstance(answers := call.argument(1, "y"), Data) and answers.column:
        walk.seen.label_columns.add(answers.column)
    walk.note(Fitted(call.node, tool.name, data, is_search=kind == "search", key=tool.key))
    walk.learned[tool.key] = Learned(
        data.rows, Mark("fitted", tool.name, call.node, data.rows) if kind == "cluster" else None
    )
    return tool


def prepare(walk: Walk, call: Call, tool: Tool, data: Data, *, supervised: bool = False) -> Mark:
    """A transformer learns from rows; what it transforms later carries the mark."""
    mark = Mark("fitted", tool.name, call.node, data.rows, supervised, line=call.node.lineno)
    walk.learned[tool.key] = Learned(data.rows, mark)
    walk.note(Prepared(call.node, mark))
    return mark


def scaled(walk: Walk, call: Call) -> Value:
    """preprocessing.scale(X), stats.zscore(X): a transformer that is a function."""
    data = rows_of(call.argument(0, "X", "a"))
    if data is None:
        return None
    mark = Mark("fitted", call.name, call.node, data.rows, line=call.node.lineno)
    walk.note(Prepared(call.node, mark))
    return marked(data, mark)


def fit_transform(walk: Walk, call: Call) -> Value:
    tool = tool_of(walk, call)
    first = rows_of(call.argument(0, "X", "raw_documents"))
    if first is None or kind_of(tool) == "harmless":
        return first
    supervised = kind_of(tool) == "prepare with labels"
    return marked(first, prepare(walk, call, tool, first, supervised=supervised))


def transform(walk: Walk, call: Call) -> Value:
    """What a fitted transformer makes of rows; also the transform of groups."""
    tool = tool_of(walk, call)
    if tool.name == "GroupBy":
        from fittingroom.lint.arrays import of_group

        return of_group(walk, call)
    data = rows_of(call.argument(0, "X"))
    learned = walk.learned.get(tool.key)
    if data is None:
        return None
    return marked(data, learned.mark) if learned is not None and learned.mark is not None else data


def resample(walk: Walk, call: Call) -> Value:
    """SMOTE().fit_resample(X, y): more rows than there were, made of those there were."""
    tool, data = tool_of(walk, call), learning_rows(call)
    if data is None:
        return None
    if tool.name in SHRINKS:
        return Many((data, data))
    mark = Mark("grown", tool.name, call.node, data.rows, line=call.node.lineno)
    walk.note(Prepared(call.node, mark))
    return Many((marked(data, mark),) * 2)


def fit_predict(walk: Walk, call: Call) -> Value:
    """Clusters or outliers of the rows themselves: no answer that could be right or wrong on new ones."""
    fit(walk, call)
    return data_in(*call.arguments)


def backward(walk: Walk, call: Call) -> Value:
    """loss.backward(): the models behind the loss learn from its rows."""
    data = call.receiver if isinstance(call.receiver, Data) else data_in(*call.arguments)
    if data is not None and data.by:
        walk.note(Fitted(call.node, "backward", data))
        for key in data.by:
            before = walk.learned.get(key, Learned()).rows
            walk.learned[key] = Learned(before | data.rows)
    return Constant(None)


def boosted(walk: Walk, call: Call) -> Value:
    """xgb.train(params, dtrain, evals=[...]), lgb.train(...)."""
    data = rows_of(call.argument(1, "dtrain", "train_set"))
    tool = Tool(walk.key(call.node), "booster")
    note_watched(walk, call, tool)
    if data is None:
        return unknown(walk, call)
    walk.note(Fitted(call.node, "train", data))
    walk.learned[tool.key] = Learned(data.rows)
    return tool


def booster_rows(walk: Walk, call: Call) -> Value:
    """lgb.Dataset(X, label=y, reference=other), dtrain.create_valid(X, y): their own rows alone."""
    if call.name == "Dataset" and call.owner.split(".")[0] not in ("lgb", "lightgbm"):
        return unknown(walk, call)
    return data_in(rows_of(call.argument(0, "data")), call.argument(1, "label"))


def train(walk: Walk, call: Call) -> Value:
    """model.train() switches a mode; lgb.train(...) trains."""
    if call.owner.split(".")[0] in ("xgb", "lgb", "xgboost", "lightgbm"):
        return boosted(walk, call)
    return call.receiver


def estimator(walk: Walk, call: Call) -> Value:
    """An object of a known class, with its settings."""
    if (
        (data := data_in(*call.arguments)) is not None
        and not is_model(call.name)
        and call.name not in SEARCHES
    ):
        return data
    return Tool(f"{call.name} {walk.key(call.node)}", call.name, call.keywords, call.arguments)


def moved(walk: Walk, call: Call) -> Value:
    """model.to(device) and x.to(device) are what they were."""
    if isinstance(call.receiver, Data | Tool | Index):
        return call.receiver
    return unknown(walk, call)


ESTIMATORS = (
    LEARNS
    | LEARNS_LABELS
    | HARMLESS
    | GROWS
    | SHRINKS
    | SEARCHES
    | CLUSTERS
    | each(
        "LogisticRegression LinearRegression Ridge Lasso ElasticNet SGDClassifier SGDRegressor "
        "Perceptron SVC SVR LinearSVC NuSVC KNeighborsClassifier KNeighborsRegressor "
        "DecisionTreeClassifier DecisionTreeRegressor RandomForestClassifier RandomForestRegressor "
        "ExtraTreesClassifier ExtraTreesRegressor GradientBoostingClassifier "
        "GradientBoostingRegressor HistGradientBoostingClassifier HistGradientBoostingRegressor "
        "AdaBoostClassifier AdaBoostRegressor BaggingClassifier VotingClassifier StackingClassifier "
        "GaussianNB MultinomialNB BernoulliNB MLPClassifier MLPRegressor XGBClassifier XGBRegressor "
        "LGBMClassifier LGBMRegressor CatBoostClassifier CatBoostRegressor DummyClassifier "
        "DummyRegressor GaussianProcessClassifier GaussianProcessRegressor LogisticRegressionCV "
        "RidgeCV LassoCV RidgeClassifier KernelRidge LinearDiscriminantAnalysis "
        "QuadraticDiscriminantAnalysis Pipeline make_pipeline imbpipeline make_imb_pipeline "
        "ImbPipeline OneVsRestClassifier CalibratedClassifierCV TransformedTargetRegressor Sequential "
        "Model Functional EarlyStopping ModelCheckpoint ReduceLROnPlateau LearningRateScheduler "
        "TensorBoard CSVLogger EarlyStoppingCallback early_stopping log_evaluation TrainingArguments "
        "SaveModelCallback CrossEntropyLoss BCELoss BCEWithLogitsLoss MSELoss NLLLoss L1Loss Adam SGD "
        "AdamW RMSprop StepLR CosineAnnealingLR OneCycleLR Linear Conv2d default_rng RandomState "
        "StudyDirection resnet18 resnet34 resnet50 vgg16 GradScaler"
    )
)

FUNCTIONS: dict[str, Answer] = {
    **dict.fromkeys(ESTIMATORS, estimator),
    **dict.fromkeys(
        each("scale minmax_scale robust_scale maxabs_scale quantile_transform power_transform zscore"), scaled
    ),
    "train": train,
    "Dataset": booster_rows,
}
METHODS: dict[str, Answer] = {
    **dict.fromkeys(("fit", "fit_generator", "search", "partial_fit", "adapt", "fit_on_texts"), fit),
    "fit_transform": fit_transform,
    **dict.fromkeys(("transform", "texts_to_sequences", "texts_to_matrix"), transform),
    **dict.fromkeys(("fit_resample", "fit_sample"), resample),
    "fit_predict": fit_predict,
    "backward": backward,
    "create_valid": booster_rows,
    "train": train,
    **dict.fromkeys(("to", "cuda", "cpu", "eval", "set_output", "set_params"), moved),
}
