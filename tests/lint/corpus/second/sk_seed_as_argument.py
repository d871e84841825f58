from __future__ import annotations

import argparse

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import matthews_corrcoef
from sklearn.model_selection import train_test_split


def split(df: pd.DataFrame, label: str, *, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    return train_test_split(df, test_size=0.2, stratify=df[label], random_state=seed)


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser()
    ap.add_argument("csv")
    ap.add_argument("--label", default="y")
    ap.add_argument("--seed", type=int, default=0)
    ns = ap.parse_args(argv)
    frame = pd.read_csv(ns.csv)
    tr, te = split(frame, ns.label, seed=ns.seed)
    model = RandomForestClassifier(random_state=ns.seed).fit(tr.drop(columns=ns.label), tr[ns.label])
    print("MCC", matthews_corrcoef(te[ns.label], model.predict(te.drop(columns=ns.label))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
