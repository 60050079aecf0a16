"""Writes plays.csv: songs that a music service offered, and whether the listener heard them to the end.

Everything is invented, with the seed below. The world behind it:

- 1,500 listeners and 400 artists have a taste in five dimensions. A fifth of the artists is large, two fifths are of middle
  size, the rest is small; size says how often they are played, not how good they are.
- Whether somebody hears a song to the end depends on how well the tastes fit, on how good the song is, on whether its energy
  suits the hour, on how often it was heard before (a few times is best), on how impatient the listener is, and a little on
  fame: a known name is given more time.
- The service knows the fit only from what was heard before, hence badly of new listeners and of small artists.
- What was offered is what the service of those days offered: mostly large artists. So little is known of the small ones.
- Tastes drift in the course of the 60 days.

Run it in this folder with Python 3.9 or later: python make_plays.py
"""

import csv
import math
import random

SEED = 20240905
ROWS = 14000
LISTENERS = 1500
ARTISTS = 400
DAYS = 60
TASTES = 5
SIZES = (("large", 0.2, 5.2), ("middle", 0.4, 4.0), ("small", 0.4, 2.7))
OFFERED = {"large": 8.0, "middle": 2.0, "small": 1.0}
COLUMNS = (
    "day artist_size taste_match co_listening artist_plays track_age_days heard_before same_artist_week skip_rate "
    "energy_gap hour weekend session_position member_days finished"
).split()


def direction(dice):
    """A random direction in the space of tastes."""
    numbers = [dice.gauss(0.0, 1.0) for _ in range(TASTES)]
    length = math.sqrt(sum(number * number for number in numbers))
    return [number / length for number in numbers]


def fit(one, other):
    """How well two directions agree, -1 to 1."""
    return sum(a * b for a, b in zip(one, other))


class Artist:
    """Who makes the songs."""

    def __init__(self, dice):
        self.size, _, plays = dice.choices(SIZES, [share for _, share, _ in SIZES])[0]
        self.plays = max(1.5, dice.gauss(plays, 0.35))
        self.taste, self.quality, self.energy = direction(dice), dice.gauss(0.0, 0.5), dice.random()


class Listener:
    """Who hears them."""

    def __init__(self, dice):
        self.taste, self.drift = direction(dice), direction(dice)
        self.member_days = int(dice.expovariate(1 / 500)) + 1
        self.impatience = dice.betavariate(2.0, 3.5)

    def taste_on(self, day):
        """Taste changes slowly."""
        share = 0.35 * day / DAYS
        return [(1 - share) * now + share * later for now, later in zip(self.taste, self.drift)]


def play(dice, day, listener, artist):
    """One song that was offered: what the service knew, and what came of it."""
    hour, position = int(dice.triangular(6, 24, 19)) % 24, dice.randrange(1, 21)
    weekend = int(day) % 7 >= 5
    taste, quality = fit(listener.taste_on(day), artist.taste), artist.quality + dice.gauss(0.0, 0.3)
    wanted = 0.75 - 0.5 * abs(hour - 15) / 9 if not weekend else 0.6
    energy_gap = abs(min(1.0, max(0.0, artist.energy + dice.gauss(0.0, 0.1))) - wanted)
    heard = min(30, int(dice.expovariate(1.0 / (0.4 + 2.2 * max(0.0, taste)))))
    skip_rate = min(1.0, max(0.0, listener.impatience + dice.gauss(0.0, 0.1)))
    score = (
        -1.0
        + 2.6 * taste
        + 0.9 * quality
        - 2.2 * energy_gap * (1.6 if hour >= 21 or hour < 9 else 0.8)
        + (0.35 * min(heard, 4) - 0.22 * max(0, heard - 6))
        + 0.22 * (artist.plays - 3.5)
        + 1.4 * (0.4 - skip_rate) * (1.0 + position / 20)
    )
    finished = dice.random() < 1.0 / (1.0 + math.exp(-1.25 * score))
    doubt = 0.18 + 0.5 * math.exp(-listener.member_days / 120) + 0.12 * (5.2 - artist.plays)
    match = taste + dice.gauss(0.0, doubt)
    co_listening = 0.6 * taste + 0.4 * quality + dice.gauss(0.0, 0.25 + 0.15 * (5.2 - artist.plays))
    return {
        "day": f"{day:.2f}",
        "artist_size": artist.size,
        "taste_match": f"{match:.2f}",
        "co_listening": f"{co_listening:.2f}",
        "artist_plays": f"{artist.plays + dice.gauss(0.0, 0.05):.2f}",
        "track_age_days": int(dice.expovariate(1 / 400)),
        "heard_before": heard,
        "same_artist_week": min(9, int(heard * dice.random())),
        "skip_rate": f"{skip_rate:.2f}",
        "energy_gap": f"{energy_gap:.2f}",
        "hour": hour,
        "weekend": int(weekend),
        "session_position": position,
        "member_days": listener.member_days + int(day),
        "finished": "yes" if finished else "no",
    }


def main():
    dice = random.Random(SEED)
    artists = [Artist(dice) for _ in range(ARTISTS)]
    listeners = [Listener(dice) for _ in range(LISTENERS)]
    weights = [OFFERED[artist.size] for artist in artists]
    days = sorted(dice.uniform(0.0, DAYS) for _ in range(ROWS))
    with open("plays.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        for day in days:
            listener = dice.choice(listeners)
            # The service of those days looked at tastes as well: of three artists it took the one that fits best.
            offered = dice.choices(artists, weights, k=3)
            artist = max(offered, key=lambda artist: fit(listener.taste, artist.taste) + dice.gauss(0.0, 0.6))
            table.writerow(play(dice, day, listener, artist))


if __name__ == "__main__":
    main()
