"""Calls that bring data into a program: files, published sets, loaders of both."""

import ast
import re

from fittingroom.lint import names
from fittingroom.lint.arrays import concatenated
from fittingroom.lint.calls import Answer, Call, dataset, unknown
from fittingroom.lint.each import each
from fittingroom.lint.rows import Origin, Piece, Rows
from fittingroom.lint.tables import SEPARATE
from fittingroom.lint.values import Constant, Data, Index, Many, Text, Tool, Value, data_in
from fittingroom.lint.walk import Walk, cut

SLICED = re.compile(r"^(\w+)(?:\[(.*?):(.*?)\])?$")


def load_data(walk: Walk, call: Call) -> Value:
    """keras.datasets.NAME.load_data(): two published parts, each of rows with labels."""
    source = Data(frozenset({Rows(Origin(f"load_data {call.owner}"))}))
    parts = [cut(source, Piece("split", "official", part)) for part in ("train", "test")]
    return Many(tuple(Many((part, part)) for part in parts))


def published(walk: Walk, call: Call) -> Value:
    """MNIST(root, train=False): a part of a published set, told apart by its arguments."""
    given = dataset(walk, call.name, call)
    (rows,) = given.rows if len(given.rows) == 1 else (None,)
    part = rows.origin.hint if rows is not None else ""
    flag = call.argument(1, "train")
    if not part and isinstance(flag, Constant) and isinstance(flag.value, bool):
        part = "train" if flag.value else "test"
    has_default = call.name in ("MNIST", "FashionMNIST", "KMNIST", "QMNIST", "CIFAR10", "CIFAR100")
    if not part and has_default and not call.has(1, "train") and "split" not in call.keywords:
        part = "train"
    base = Data(frozenset({Rows(Origin(f"published {call.name}"))}))
    return cut(base, Piece("split", "official", part)) if part else base


def load_dataset(walk: Walk, call: Call) -> Value:
    """load_dataset("imdb") or tfds.load("mnist", split=["train[:80%]", "test"])."""
    texts = [value.text for value in call.arguments if isinstance(value, Text)]
    base = Data(frozenset({Rows(Origin(f"load_dataset {' '.join(texts)}"))}))
    split = call.keywords.get("split")
    if isinstance(split, Text):
        return _named_split(base, split.text)
    if isinstance(split, Many) and split.items:
        parts = [_named_split(base, item.text) if isinstance(item, Text) else None for item in split.items]
        result = Many(tuple(parts))
    else:
        result = base
    info = call.keywords.get("with_info")
    return Many((result, None)) if isinstance(info, Constant) and info.value is True else result


def _named_split(base: Data, text: str) -> Data:
    found = SLICED.match(text.strip())
    if found is None:
        return base
    part = names.part_of(found[1])
    data = cut(base, Piece("split", "official", part)) if part else base
    if found[2] or found[3]:
        data = cut(data, Piece("slice", "slice", f"{found[2] or ''}:{found[3] or ''}"))
    return data


def load(walk: Walk, call: Call) -> Value:
    """np.load, torch.load, tfds.load: a file's rows, or for tfds a published set."""
    if "tfds" in call.owner or "tensorflow_datasets" in call.owner:
        return load_dataset(walk, call)
    return read(walk, call)


def read(walk: Walk, call: Call) -> Value:
    """A file that is read: the same path is the same rows, and may speak of a part."""
    if (given := data_in(*call.every)) is not None:
        return given
    written = " ".join(ast.unparse(argument) for argument in call.node.args[:1])
    texts = [value for value in call.every if isinstance(value, Text)]
    part = next((p for t in texts if (p := t.part or names.part_of_path(t.text))), "")
    base = Data(frozenset({Rows(Origin(f"read {written or walk.key(call.node)}", part))}))
    subset = call.keywords.get("subset")
    if isinstance(subset, Text) and (side := names.part_of(subset.text)):
        seed = call.text(99, "seed") if "seed" in call.keywords else ""
        return cut(base, Piece("split", f"subset {seed}", side))
    return base


def sample_set(walk: Walk, call: Call) -> Value:
    """load_iris(return_X_y=True), make_blobs(...), fetch_20newsgroups(subset="test")."""
    subset = call.keywords.get("subset")
    part = names.part_of(subset.text) if isinstance(subset, Text) else ""
    others = [k for k in call.node.keywords if k.arg not in ("subset", "return_X_y", "as_frame")]
    written = ",".join(ast.unparse(x) for x in [*call.node.args, *others])
    is_drawn = call.name.startswith("make_") and "random_state" not in call.keywords
    where = walk.key(call.node) if is_drawn else written
    base = Data(frozenset({Rows(Origin(f"{call.name} {where}"))}))
    data = cut(base, Piece("split", "official", part)) if part else base
    both = call.keywords.get("return_X_y")
    is_pair = call.name.startswith("make_") or (isinstance(both, Constant) and both.value is True)
    return Many((data, data)) if is_pair else data


def joined_path(walk: Walk, call: Call) -> Value:
    """os.path.join(folder, "test", name): the path as far as it is known. df.join(other) joins columns."""
    texts = [value for value in call.arguments if isinstance(value, Text)]
    if not texts or isinstance(call.receiver, Data):
        return concatenated(walk, call)
    part = next((text.part for text in reversed(texts) if text.part), "")
    return Text("/".join(text.text for text in texts), part)


def drawn(walk: Walk, call: Call) -> Value:
    """Random numbers: rows of their own if they become data, a mask if they are compared."""
    return Tool(walk.key(call.node), call.name, is_unknown=True)


def row_numbers(walk: Walk, call: Call) -> Value:
    """range(n), np.arange(n), list of row numbers."""
    if any(isinstance(value, Text | Data) for value in call.arguments):
        return unknown(walk, call)
    if len(call.arguments) == 1:
        return Index(())
    low, high = (call.text(i) for i in (0, 1))
    return Index(
        (
            Piece(
                "slice",
                "slice",
                f"{'' if low == '0' else low}:{'' if low == '0' and 'len(' in high else high}",
            ),
        )
    )


FUNCTIONS: dict[str, Answer] = {
    "load_data": load_data,
    "load_dataset": load_dataset,
    "load": load,
    "join": joined_path,
    "range": row_numbers,
    "arange": row_numbers,
    **dict.fromkeys(SEPARATE, published),
    **dict.fromkeys(
        each(
            "read_csv read_table read_excel read_parquet read_json read_pickle loadtxt genfromtxt loadmat "
            "read_feather read_sql image_dataset_from_directory text_dataset_from_directory ImageFolder "
            "DatasetFolder flow_from_directory flow_from_dataframe load_svmlight_file load_files glob "
            "listdir list_files imread read_image make_csv_dataset"
        ),
        read,
    ),
    **dict.fromkeys(
        each(
            "load_iris load_digits load_wine load_breast_cancer load_diabetes load_boston fetch_openml "
            "fetch_california_housing fetch_20newsgroups fetch_20newsgroups_vectorized "
            "fetch_olivetti_faces fetch_lfw_people fetch_covtype fetch_rcv1 make_classification "
            "make_regression make_blobs make_moons make_circles make_friedman1 make_gaussian_quantiles "
            "make_multilabel_classification load_dataset_builder"
        ),
        sample_set,
    ),
    **dict.fromkeys(
        each("rand randn random normal uniform random_sample standard_normal integers randint"), drawn
    ),
}
