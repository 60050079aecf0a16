"""Writes words.csv: what a simple ear hears of 36 spoken words in 76 simulated recording sessions.

The recordings are real: one speaker, each of the ten digits and 26 letters once (recordings.zip, see SOURCE.md). What
happens to them is simulated, with the seed below:

- A session has a voice (speed and pitch changed together), a tempo, a room with an echo, a telephone or studio band, and a
  noise floor of hiss and babble of the same recordings, 8 dB to 28 dB below the speech.
- Every session says every word once, some a little faster or slower than others.
- What cuts words out of the stream is not exact: up to 0.08 s too early at the start and too late at the end.

A row is a picture of 12 bands of pitch by 12 moments of time, as the loudness in steps of 1.5 dB above a floor of 45 dB
below the loudest. Run it in this folder with Python 3.9 or later and numpy: python make_words.py
"""

import csv
import io
import random
import wave
import zipfile

import numpy as np

SEED = 20240611
SESSIONS = 76
RATE = 8000
BANDS = 12
MOMENTS = 12
WINDOW = 256
FLOOR_DB = 45.0
STEP_DB = 1.5
CUT_LATE = 0.08
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def recordings():
    """Name and samples (-1 to 1) of every word, silence at both ends cut off."""
    words = {}
    with zipfile.ZipFile("recordings.zip") as archive:
        for name in sorted(archive.namelist()):
            with wave.open(io.BytesIO(archive.read(name))) as sound:
                samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2") / 32768.0
            word = name.rsplit(".", 1)[0]
            words[DIGITS[int(word)] if word.isdigit() else word] = trimmed(samples)
    return words


def trimmed(samples):
    """What lies between the first and the last moment that is not silent."""
    frames = len(samples) // 80
    loudness = np.array([np.sqrt(np.mean(samples[i * 80 : (i + 1) * 80] ** 2)) for i in range(frames)])
    heard = np.nonzero(loudness > 0.05 * loudness.max())[0]
    return samples[heard[0] * 80 : (heard[-1] + 1) * 80]


def resampled(samples, factor):
    """Played so many times as fast: shorter and higher."""
    places = np.arange(0, len(samples) - 1, factor)
    return np.interp(places, np.arange(len(samples)), samples)


def stretched(samples, factor):
    """So many times as long at the same pitch, by overlapping windows of 32 ms."""
    hop = WINDOW // 4
    window = np.hanning(WINDOW)
    moments = max(1, int((len(samples) * factor - WINDOW) / hop))
    out = np.zeros(moments * hop + WINDOW)
    weight = np.full(len(out), 1e-3)
    for moment in range(moments):
        start = int(moment * hop / factor)
        part = samples[start : start + WINDOW]
        out[moment * hop : moment * hop + len(part)] += part * window[: len(part)]
        weight[moment * hop : moment * hop + len(part)] += window[: len(part)]
    return out / weight


def bands():
    """Weights of the spectrum's lines in each of the mel bands (O'Shaughnessy 1987) from 150 Hz to 3,800 Hz."""
    mel = lambda hertz: 2595.0 * np.log10(1.0 + hertz / 700.0)
    edges = 700.0 * (10.0 ** (np.linspace(mel(150.0), mel(3800.0), BANDS + 2) / 2595.0) - 1.0)
    lines = np.fft.rfftfreq(WINDOW, 1.0 / RATE)
    weights = np.zeros((BANDS, len(lines)))
    for band in range(BANDS):
        low, middle, high = edges[band : band + 3]
        rising, falling = (lines - low) / (middle - low), (high - lines) / (high - middle)
        weights[band] = np.clip(np.minimum(rising, falling), 0.0, None)
    return weights


def picture(samples, weights):
    """Loudness of each band at each moment in steps above the floor, moment by moment."""
    samples = np.concatenate([samples, np.zeros(max(0, WINDOW - len(samples)))])
    starts = np.linspace(0, len(samples) - WINDOW, 4 * MOMENTS).astype(int)
    window = np.hanning(WINDOW)
    energy = np.array([weights @ np.abs(np.fft.rfft(samples[start : start + WINDOW] * window)) ** 2 for start in starts])
    energy = energy.reshape(MOMENTS, 4, BANDS).mean(axis=1)
    decibels = 10.0 * np.log10(energy + 1e-12)
    steps = (decibels - decibels.max() + FLOOR_DB) / STEP_DB
    return np.clip(np.rint(steps), 0, None).astype(int)


class Session:
    """Who speaks, in which room, over which line."""

    def __init__(self, dice):
        self.voice = dice.uniform(0.82, 1.22)
        self.tempo = dice.uniform(0.8, 1.25)
        self.delay = int(RATE * dice.uniform(0.02, 0.12))
        self.echo = dice.uniform(0.0, 0.5)
        self.tilt = dice.uniform(-0.6, 0.6)
        self.noise = 10.0 ** (-dice.uniform(8.0, 28.0) / 20.0)
        self.babble = dice.random()

    def hear(self, samples, words, dice):
        """One word as it comes out of the line."""
        samples = resampled(samples, self.voice * dice.gauss(1.0, 0.02))
        samples = stretched(samples, self.tempo * dice.gauss(1.0, 0.05))
        echoed = np.concatenate([samples, np.zeros(self.delay)])
        echoed[self.delay :] += self.echo * samples
        samples = echoed[1:] - self.tilt * echoed[:-1]
        level = np.sqrt(np.mean(samples**2))
        early, late = (np.zeros(int(RATE * dice.uniform(0.0, CUT_LATE))) for _ in range(2))
        samples = np.concatenate([early, samples, late])
        noise = self.background(len(samples), words, dice)
        samples = samples + noise * level * self.noise
        return samples

    def background(self, length, words, dice):
        """Hiss and babble of three voices, of loudness 1."""
        hiss = np.array([dice.gauss(0.0, 1.0) for _ in range(length)])
        voices = np.zeros(length)
        for _ in range(3):
            voice = resampled(words[dice.choice(sorted(words))], dice.uniform(0.8, 1.25))
            voices += np.roll(np.resize(voice, length), dice.randrange(length))
        voices /= np.sqrt(np.mean(voices**2)) + 1e-9
        noise = (1.0 - self.babble) * hiss + self.babble * voices
        return noise / (np.sqrt(np.mean(noise**2)) + 1e-9)


def main():
    dice, words, weights = random.Random(SEED), recordings(), bands()
    columns = [f"t{moment}b{band}" for moment in range(MOMENTS) for band in range(BANDS)]
    with open("words.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["session", "word", *columns])
        for number in range(1, SESSIONS + 1):
            session = Session(dice)
            for word in sorted(words):
                heard = picture(session.hear(words[word], words, dice), weights)
                table.writerow([number, word, *heard.ravel()])


if __name__ == "__main__":
    main()
