import pytest

from fittingroom.lint.names import is_data, is_group, is_model, part_of, part_of_path


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("x_test", "test"),
        ("X_te", "test"),
        ("testloader", "test"),
        ("test_ds", "test"),
        ("xTest", "test"),
        ("y_train", "train"),
        ("training_data", "train"),
        ("val_loader", "val"),
        ("x_valid", "val"),
        ("latest", ""),
        ("contest", ""),
        ("strain", ""),
        ("value", ""),
        ("train_test_split", ""),
        ("X", ""),
    ],
)
def test_the_part_a_name_speaks_of(name: str, part: str):
    assert part_of(name) == part


def test_sizes_and_transforms_are_no_data():
    assert is_data("x_test")
    for name in ("test_size", "test_transform", "n_test", "test_dir", "test_acc", "test_datagen"):
        assert not is_data(name), name


def test_the_last_telling_component_of_a_path_counts():
    assert part_of_path("data/train/images_test.csv") == "test"
    assert part_of_path("/data/test/") == "test"
    assert part_of_path("../input/titanic/train.csv") == "train"
    assert part_of_path("a sentence about the test of time") == ""


def test_columns_of_groups():
    for column in ("patient_id", "PatientID", "subject", "user id", "speaker_id", "seller", "group"):
        assert is_group(column), column
    for column in ("id", "age", "target", "grouping", "userAgent", "customerID"):
        assert not is_group(column), column


def test_models_by_name():
    assert is_model("my_clf")
    assert is_model("model2")
    assert not is_model("x_train")
