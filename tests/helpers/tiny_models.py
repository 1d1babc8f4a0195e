"""Makes models with random weights that mlx-embeddings can load: `python -m tests.helpers.tiny_models DIRECTORY`.

Run as a process of its own, so that pytest never imports MLX; `tests/embedding/conftest.py` does that once a session.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WORDS: Final = (
    "git",
    "status",
    "commit",
    "docker",
    "compose",
    "kubectl",
    "get",
    "pods",
    "ls",
    "-la",
    "cd",
    "..",
    "make",
)
PRINTABLE: Final = [chr(code) for code in range(33, 127)]
END: Final = "<|endoftext|>"
TEXT: Final = "git status"

CONFIGS: Final[dict[str, dict[str, Any]]] = {
    "bert": {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 96,
        "max_position_embeddings": 128,
    },
    "xlm-roberta": {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "intermediate_size": 96,
        "max_position_embeddings": 130,
        "pad_token_id": 0,
    },
    "modernbert": {
        "hidden_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "intermediate_size": 96,
        "max_position_embeddings": 128,
        "local_attention": 16,
    },
    "gemma3_text": {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "intermediate_size": 96,
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 32,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1e6,
        "rope_local_base_freq": 1e4,
        "query_pre_attn_scalar": 32,
        "sliding_window": 64,
        "sliding_window_pattern": 2,
        "max_position_embeddings": 256,
        "use_bidirectional_attention": True,
    },
    "qwen3": {
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "intermediate_size": 96,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "head_dim": 16,
        "rms_norm_eps": 1e-6,
        "rope_theta": 1e6,
        "max_position_embeddings": 256,
        "tie_word_embeddings": True,
    },
}


def make_model(architecture: str, directory: Path) -> None:
    """Write a model as the hub would have it: configuration, tokenizer, weights drawn from a fixed seed.

    Beside the directory goes what it makes of TEXT, alone and without padding, for each token.
    """
    import mlx.core as mx  # noqa: PLC0415 - this module is also imported by pytest, for its constants
    from mlx.utils import tree_flatten  # noqa: PLC0415

    directory.mkdir(parents=True)
    tokenizer, special = TOKENIZERS[architecture]()
    tokenizer.save(str(directory / "tokenizer.json"))
    write_json(
        directory / "tokenizer_config.json",
        # Padding on the left, as Qwen's files say: mlx-embeddings answers NaN to that.
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 128, "padding_side": "left", **special},
    )
    config = {"model_type": architecture, "vocab_size": tokenizer.get_vocab_size(), **CONFIGS[architecture]}
    write_json(directory / "config.json", config)
    library = importlib.import_module(f"mlx_embeddings.models.{architecture.replace('-', '_')}")
    mx.random.seed(0)
    model = library.Model(library.ModelArgs.from_dict(config))
    weights: dict[str, mx.array] = dict(tree_flatten(model.parameters()))
    mx.save_safetensors(str(directory / "model.safetensors"), weights, metadata={"format": "mlx"})
    ids = tokenizer.encode(TEXT).ids + ([tokenizer.token_to_id(END)] if architecture == "qwen3" else [])
    model.eval()
    hidden = model(mx.array([ids])).last_hidden_state[0]
    write_json(directory.with_suffix(".hidden.json"), hidden.tolist())


def make_nan(source: Path, directory: Path) -> None:
    """Write a BERT of which every number is NaN for texts with the word `git`, and no other."""
    import mlx.core as mx  # noqa: PLC0415

    weights = mx.load(str(source / "model.safetensors"))
    assert isinstance(weights, dict)
    word = json.loads((source / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]["git"]
    weights["embeddings.word_embeddings.weight"][word] = float("nan")
    directory.mkdir()
    for path in source.glob("*.json"):
        (directory / path.name).write_bytes(path.read_bytes())
    mx.save_safetensors(str(directory / "model.safetensors"), weights, metadata={"format": "mlx"})


def write_json(path: Path, value: object) -> None:
    """Write a value for a library to read."""
    path.write_text(json.dumps(value), "utf-8")


def _wordpiece() -> tuple[Tokenizer, dict[str, str]]:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers  # noqa: PLC0415

    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer = Tokenizer(models.WordPiece(unk_token=special["unk_token"]))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        show_progress=False, vocab_size=400, special_tokens=list(special.values()), initial_alphabet=PRINTABLE
    )
    tokenizer.train_from_iterator(WORDS, trainer)
    ends = [(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    return tokenizer, special


def _byte_fallback() -> tuple[Tokenizer, dict[str, str]]:
    from tokenizers import Tokenizer, models, normalizers, processors, trainers  # noqa: PLC0415

    special = {"pad_token": "<pad>", "eos_token": "<eos>", "bos_token": "<bos>", "unk_token": "<unk>"}
    tokenizer = Tokenizer(models.BPE(unk_token=special["unk_token"], byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Replace(" ", "▁")
    trainer = trainers.BpeTrainer(
        show_progress=False,
        vocab_size=600,
        special_tokens=[*special.values(), *(f"<0x{byte:02X}>" for byte in range(256))],
        initial_alphabet=[*PRINTABLE, "▁"],
    )
    tokenizer.train_from_iterator(WORDS, trainer)
    ends = [(token, tokenizer.token_to_id(token)) for token in ("<bos>", "<eos>")]
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A <eos>", special_tokens=ends)
    return tokenizer, special


def _byte_level() -> tuple[Tokenizer, dict[str, str]]:
    """Return what Qwen has, but for the end of each text, which some of its tokenizers leave out."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers  # noqa: PLC0415

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        show_progress=False, vocab_size=400, special_tokens=[END], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(WORDS, trainer)
    return tokenizer, {"pad_token": END, "eos_token": END}


TOKENIZERS: Final = {
    "bert": _wordpiece,
    "gemma3_text": _byte_fallback,
    "modernbert": _wordpiece,
    "qwen3": _byte_level,
    "xlm-roberta": _wordpiece,
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name in CONFIGS:
        make_model(name, folder / name)
    make_nan(folder / "bert", folder / "nan")
