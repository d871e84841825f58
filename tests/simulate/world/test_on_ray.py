import pytest

from tests.simulate.world.test_making import digests, made

pytest.importorskip("ray")


@pytest.mark.timeout(240)
def test_a_cluster_makes_the_same_bytes(head, tmp_path):
    made(tmp_path / "there", on=head.address, products=30)
    made(tmp_path / "here", products=30)
    assert digests(tmp_path / "there") == digests(tmp_path / "here")
