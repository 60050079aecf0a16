"""Writes typed_words.csv: synthetic messages, cut into one row for each typed word.

Usage: python3 generate.py. Needs the standard library only. The same seed gives the same bytes.

The model of the world
- 240 writers send messages to family, friends and colleagues, each to one of these circles more than to the others.
- A message is written in an application (chat, mail or a search in maps) at an hour of the day. It is one to three
  phrases of a small grammar, such as "i am |where|", and each |slot| is filled with one of a few words.
- Circles have customs. Which phrase is usual hangs on circle, application and time of the day together; which word
  fills a slot hangs on circle, time of the day and the word before together. The customs are drawn once, from the
  seed. In three cases of four the usual word is taken, else any that fits. So the next word hangs on combinations of
  what came before, not on one thing after the other.
- One word in twenty-five is something else: a name, a typing error. Those are not predicted, but stand as "another
  word" of the kind "unknown" before the next ones.
- The keyboard knows the 18 commonest words by themselves, and of the others what kind of word they are.
Nobody's messages were read to make this; nothing in it is the writing of a person. Real language has a hundred
thousand words and a longer memory: what is found here says nothing about a real keyboard.
"""

import csv
import pathlib
import random

SEED = 20240915
WRITERS = 240
ROWS = 14_000
CONTEXT_WORDS = 18
TARGET_WORDS = 36
STRAY = 0.04
USUAL_PHRASE = 0.65
USUAL_WORD = 0.75

HEAD = ["writer", "receiver", "app", "hour", "word_2_back", "kind_2_back", "word_before", "kind_before", "next_word"]
CIRCLES = ["family", "friends", "colleagues"]
PHRASES = {
    "chat": [
        "i am |where| |when|",
        "i will be |where| |when|",
        "on my way |to|",
        "see you |when|",
        "see you |at|",
        "meet me |at| |when|",
        "are you |where| |when|",
        "can you |do| me |when|",
        "love you",
        "thanks and see you |when|",
    ],
    "mail": [
        "please |do| the |thing| |when|",
        "can you |do| the |thing| |when|",
        "the |thing| is |at| |when|",
        "we will |do| the |thing| |when|",
        "thanks for the |thing|",
        "best regards",
    ],
    "maps": ["|place| |when|", "the way |to|", "|place| |to|"],
}
SLOTS = {
    "where": ["home", "late", "free", "at work"],
    "when": ["today", "tonight", "tomorrow", "now"],
    "at": ["at home", "at work", "at the station", "at lunch"],
    "to": ["to work", "to the station", "home", "to lunch"],
    "place": ["station", "work", "lunch"],
    "do": ["send", "find", "call", "meet"],
    "thing": ["mail", "meeting", "time"],
}
KINDS = {
    "person": "i you me we",
    "verb": "am are be can call find is meet see send will love please thanks",
    "little word": "and at for my on the to",
    "time": "now today tomorrow tonight late time",
    "place": "home station work way free",
    "thing": "mail meeting lunch regards",
    "quality": "best",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}


class Customs:
    """What is usual, drawn the first time that it is asked for."""

    def __init__(self, generator):
        self.generator = generator
        self.usual = {}

    def take(self, options, share, *situation):
        """The usual option of the situation with probability `share`, else any."""
        if situation not in self.usual:
            self.usual[situation] = self.generator.choice(options)
        return self.usual[situation] if self.generator.random() < share else self.generator.choice(options)


def part_of_day(hour):
    return "morning" if hour < 11 else "day" if hour < 18 else "evening"


def message(generator, customs, writer):
    circle = writer["circle"] if generator.random() < 0.7 else generator.choice(CIRCLES)
    hour = min(max(int(generator.gauss(*generator.choice([(9, 1.5), (13, 2), (20, 2)]))), 6), 23)
    part = part_of_day(hour)
    app = generator.choices(list(PHRASES), weights=[6, 5 if circle == "colleagues" else 1, 1])[0]
    words = []
    for turn in range(generator.choice([1, 1, 2, 2, 3])):
        for word in customs.take(PHRASES[app], USUAL_PHRASE, circle, app, part, turn).split():
            if "|" in word:
                slot = word.strip("|")
                word = customs.take(SLOTS[slot], USUAL_WORD, slot, circle, part, words[-1] if words else "start")
            words.extend("<stray>" if generator.random() < STRAY else one for one in word.split())
    return circle, app, hour, words


def main():
    generator = random.Random(SEED)
    customs = Customs(generator)
    writers = [{"name": f"writer {number + 1}", "circle": generator.choice(CIRCLES)} for number in range(WRITERS)]
    messages, typed = [], 0
    while typed < 1.1 * ROWS:
        for writer in writers:
            messages.append((writer["name"], *message(generator, customs, writer)))
            typed += len(messages[-1][-1])
    counts = {}
    for *_, words in messages:
        for word in words:
            if word != "<stray>":
                counts[word] = counts.get(word, 0) + 1
    common = sorted(counts, key=lambda word: (-counts[word], word))
    context, targets = set(common[:CONTEXT_WORDS]), set(common[:TARGET_WORDS])

    def seen(words, place):
        """The word at a place and its kind, as the keyboard knows them."""
        if place < 0:
            return "start", "start"
        word = words[place]
        return word if word in context else "another word", KIND_OF.get(word, "unknown")

    rows = []
    for writer, circle, app, hour, words in messages:
        for place, word in enumerate(words):
            if word in targets:
                rows.append([writer, circle, app, hour, *seen(words, place - 2), *seen(words, place - 1), word])
    path = pathlib.Path(__file__).parent / "typed_words.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        output = csv.writer(file, lineterminator="\n")
        output.writerow(HEAD)
        output.writerows(rows[:ROWS])


if __name__ == "__main__":
    main()
