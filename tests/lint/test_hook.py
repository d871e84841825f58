from pathlib import Path

HOOKS = Path(__file__).resolve().parents[2] / ".pre-commit-hooks.yaml"


def test_the_hook_runs_the_command_on_python_and_notebooks():
    text = HOOKS.read_text()
    for line in ("- id: fittingroom-lint", "entry: fittingroom lint", "types_or: [python, jupyter]"):
        assert line in text
