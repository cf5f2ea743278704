"""How hard a text is to read: LIX (C.-H. Björnsson, 1968), which needs no dictionary and no syllables.

LIX = words / sentences + 100 × long words / words

The first part grows with long sentences, the second with long words. Björnsson calls a word long when it
has more than six letters, which fits Swedish and English. Kazakh and Russian put into endings what English
puts into small words, so there a word is long only from the length given in `LONG_WORD`: the lengths at which
the plain texts and letters of 37 measures, saying the same in three languages, came out alike (LIX 24 in
Kazakh, 27 in Russian, 23 in English, on average). Sentences as orders write them come out at 58, 76 and 80.
The limits stand between the two; all of them are assumptions of this project.
"""

import re
from dataclasses import dataclass

LONG_WORD = {"kk": 9, "ru": 8, "en": 7}
"""Language → letters from which a word is long."""

AVERAGE_SENTENCE = 15
LONGEST_SENTENCE = 25
LONG_SHARE = 0.35
HARDEST = 45

ENOUGH_WORDS = 20
"""A shorter text has no averages worth the name: one word would decide. Only its sentences are looked at."""

_SENTENCE_END = re.compile(r"[.!?…]+[»”\")]*\s+(?=[«“\"(—–-]*\s*[^\W\d_a-zа-яёәіңғүұқөһ]|[«“\"]*\{)")
_WORD = re.compile(r"[^\W_]+(?:[-'’‑.,][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True)
class Readability:
    """The measures of one text in one language."""

    sentences: int
    words: int
    longest_sentence: int
    long_words: int
    longest_word: str

    @property
    def average_sentence(self) -> float:
        """Words in a sentence, on average."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def long_share(self) -> float:
        """The share of long words."""
        return self.long_words / self.words if self.words else 0.0

    @property
    def lix(self) -> float:
        """Below 30 very easy, 30–40 easy, 40–50 of medium difficulty, above 50 hard."""
        return self.average_sentence + 100 * self.long_share


def read(text: str, language: str) -> Readability:
    """Measure a text. Raises ValueError for a language without a length of long words."""
    if language not in LONG_WORD:
        raise ValueError(f"Readability is not set up for «{language}»: choose one of {', '.join(LONG_WORD)}.")
    sentences = [words for part in sentences_of(text) if (words := words_of(part))]
    words = [word for sentence in sentences for word in sentence]
    return Readability(
        sentences=len(sentences),
        words=len(words),
        longest_sentence=max(map(len, sentences), default=0),
        long_words=sum(_letters(word) >= LONG_WORD[language] for word in words),
        longest_word=max(words, key=_letters, default=""),
    )


def hard_to_read(text: str, language: str) -> list[str]:
    """What makes a text hard to read, one sentence for each; empty when it is plain enough."""
    found = read(text, language)
    faults = []
    if found.longest_sentence > LONGEST_SENTENCE:
        faults.append(
            f"one sentence has {found.longest_sentence} words, at most {LONGEST_SENTENCE}: make two of it"
        )
    if found.words < ENOUGH_WORDS:
        return faults
    if found.average_sentence > AVERAGE_SENTENCE:
        faults.append(
            f"sentences have {found.average_sentence:.1f} words on average, at most {AVERAGE_SENTENCE}: "
            "make two of the longest"
        )
    if found.long_share > LONG_SHARE:
        faults.append(
            f"{found.long_share:.0%} of the words are long, at most {LONG_SHARE:.0%}: "
            f"use shorter ones, such as for «{found.longest_word}»"
        )
    if found.lix > HARDEST:
        faults.append(f"LIX is {found.lix:.0f}, at most {HARDEST}: shorten sentences or words")
    return faults


def sentences_of(text: str) -> list[str]:
    """The sentences. A full stop ends one where a capital follows: not in «18.08.2025», not in «ст. 5»."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[begin:end].strip() for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def words_of(text: str) -> list[str]:
    """The words; a placeholder such as {amount} is one, and so is a number."""
    return _WORD.findall(_PLACEHOLDER.sub(" 0 ", text))


def _letters(word: str) -> int:
    """Letters of the word, of a word with hyphens those of its longest part."""
    parts: list[str] = re.split("[-‑]", word)
    return max(sum(letter.isalpha() for letter in part) for part in parts)
