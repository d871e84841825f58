"""What a name holds is followed through the ways in which programs pass data on."""

import pytest

from tests.lint.made import codes, flags

START = "from keras.datasets import mnist\n(x_train, y_train), (a, b) = mnist.load_data()\n"
END = "\nmodel = build()\nmodel.fit(x_train, y_train, validation_data=({a}, b))\n"


@pytest.mark.parametrize(
    ("step", "name"),
    [
        ("c = a / 255.0", "c"),
        ("c = a.astype('float32').reshape(-1, 784)", "c"),
        ("import numpy as np\nc = np.expand_dims(a, -1)", "c"),
        ("c = a\nd = c", "d"),
        ("c, d = a, b", "c"),
        ("pair = (a, b)", "pair[0]"),
        ("parts = {'held': a}", "parts['held']"),
        ("parts = {}\nparts['held'] = a", "list(parts)"),
        ("c = [picture for picture in a]", "c"),
        ("def scaled(pictures):\n    return pictures / 255\nc = scaled(a)", "c"),
        ("def f(x, by=1):\n    if by:\n        return x / by\n    return x\nc = f(a)", "c"),
        ("class Box:\n    def __init__(self, x):\n        self.x = x\nbox = Box(a)", "box.x"),
        ("import torch\nc = torch.tensor(a).float().unsqueeze(1)", "c"),
        ("import tensorflow as tf\nc = tf.data.Dataset.from_tensor_slices((a, b)).batch(32)", "c"),
        ("a /= 255.0", "a"),
        ("if flag:\n    a = a / 255", "a"),
        ("with open('log') as f:\n    c = a", "c"),
        ("try:\n    c = a\nexcept ValueError:\n    pass", "c"),
        ("c = imported(a)", "c"),
        ("c = a[:1000]", "c"),
        ("c = a if flag else a[:10]", "a"),
        ("(c := a)", "c"),
        ("swap = lambda pictures: pictures\nc = swap(a)", "c"),
    ],
)
def test_test_data_stay_test_data(tmp_path, step: str, name: str):
    assert codes(tmp_path, START + step + END.format(a=name)) == ["FR102"]


@pytest.mark.parametrize(
    "step",
    [
        "if flag:\n    a, b = x_train, y_train",
        "a, b = x_train[50000:], y_train[50000:]\nx_train, y_train = x_train[:50000], y_train[:50000]",
        "from sklearn.model_selection import train_test_split as tts\n"
        "x_train, a, y_train, b = tts(x_train, y_train, random_state=0)",
    ],
)
def test_what_is_not_certainly_test_is_not_accused(tmp_path, step: str):
    assert codes(tmp_path, START + step + END.format(a="a")) == []


def test_a_split_of_train_is_validation_only_while_another_test_part_is_in_sight(tmp_path):
    split = """
    import pandas as pd
    from sklearn.model_selection import train_test_split
    df = pd.read_csv("train.csv")
    X_train, X_test, y_train, y_test = train_test_split(df[["a"]], df["b"], random_state=0)
    model.fit(X_train, y_train, validation_data=(X_test, y_test))
    """
    assert codes(tmp_path, split) == ["FR102"]
    assert codes(tmp_path, split + 'final = pd.read_csv("test.csv")\n') == []


def test_three_parts_whatever_their_order(tmp_path):
    for second in ("X_val, X_test, y_val, y_test", "X_test, X_val, y_test, y_val"):
        text = f"""
            from sklearn.model_selection import train_test_split
            X_train, X_rest, y_train, y_rest = train_test_split(X, y, random_state=0)
            {second} = train_test_split(X_rest, y_rest, random_state=0)
            model.fit(X_train, y_train, validation_data=(X_val, y_val))
            model.evaluate(X_test, y_test)
            """
        assert codes(tmp_path, text) == [], second
        assert codes(tmp_path, text.replace("(X_val, y_val)", "(X_test, y_test)")) == ["FR102"], second


def test_equal_seeds_make_equal_splits(tmp_path):
    text = """
        from sklearn.model_selection import train_test_split
        from sklearn.svm import SVC
        X, y = load()
        X_train, _, y_train, _ = train_test_split(X, y, random_state=0)
        _, X_test, _, y_test = train_test_split(X, y, random_state={seed})
        print(SVC().fit(X_train, y_train).score(X_test, y_test))
        """
    assert codes(tmp_path, text.format(seed=0)) == []
    assert codes(tmp_path, text.format(seed=1)) == ["FR107"]


def test_a_function_that_calls_itself_ends(tmp_path):
    assert codes(tmp_path, "def f(x_test):\n    return f(x_test[1:])\nf(x_test)\n") == []


def test_a_long_chain_of_calls_ends(tmp_path):
    chain = "".join(f"def f{i}(x):\n    f{i + 1}(x)\n    return f{i + 1}(x)\n" for i in range(200))
    assert codes(tmp_path, chain + "def f200(x):\n    return x\nf0(x_test)\n") == []


def test_nested_loops_end(tmp_path):
    nested = "".join("    " * i + f"for a{i} in x:\n" for i in range(14)) + "    " * 14 + "y = a1 + 1\n"
    assert codes(tmp_path, nested) == []


def test_a_finding_says_where_what_and_what_to_do(tmp_path):
    (flag,) = flags(tmp_path, START + END.format(a="a"))
    assert (flag.place.line, flag.place.column) == (5, 45)
    assert flag.sentence == "test data are given to training as validation_data"
    assert "validation_split" in flag.fix
    assert flag.severity == "warning"


def test_columns_count_letters_not_bytes(tmp_path):
    line = "größe = 'µ'; model.fit(x_train, y_train, validation_data=(a, b))"
    (flag,) = flags(tmp_path, START + line + "\n")
    assert flag.place.column == line.index("(a, b)") + 1


@pytest.mark.parametrize(
    ("joined", "code"),
    [
        ("np.concatenate([X, X[:, ::-1]])", ["FR106"]),
        ("np.vstack((X, X + 1))", ["FR106"]),
        ("np.hstack([X, X**2])", []),
        ("np.concatenate([X, X**2], axis=1)", []),
        ("np.concatenate([X, other])", []),
    ],
)
def test_rows_under_rows_are_copies_and_beside_rows_are_features(tmp_path, joined: str, code: list[str]):
    text = f"""
        import numpy as np
        from sklearn.model_selection import train_test_split
        X, other = np.load("x.npy"), np.load("other.npy")
        a, b = train_test_split({joined}, random_state=0)
        """
    assert codes(tmp_path, text) == code


@pytest.mark.parametrize(
    ("callback", "code"),
    [
        ("EarlyStopping()", "FR101"),
        ("EarlyStopping(monitor='loss')", "FR102"),
        ("ModelCheckpoint('m.h5')", "FR102"),
        ("ModelCheckpoint('m.h5', save_best_only=True)", "FR101"),
        ("ModelCheckpoint('m.h5', save_best_only=True, monitor='loss')", "FR102"),
        ("ReduceLROnPlateau()", "FR101"),
        ("CSVLogger('log')", "FR102"),
    ],
)
def test_only_what_acts_on_the_validation_score_decides(tmp_path, callback: str, code: str):
    text = START + f"model.fit(x_train, y_train, validation_data=(a, b), callbacks=[{callback}])\n"
    assert codes(tmp_path, f"from keras.callbacks import *\n{text}") == [code]
