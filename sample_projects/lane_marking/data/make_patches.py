"""Writes patches.csv: small pictures of road surface, each with or without a piece of a lane marking.

Everything is invented, with the seed below. The world behind it:

- A camera picture has been turned into a view from above. A patch is 10 by 10 pixels, one pixel 5 cm across the road and
  10 cm along it; brightness is relative to the middle brightness of the patch, in steps of 2 of 255 grey levels.
- Half of the patches are seen by day, a quarter at night, a quarter in rain. At night the noise of the camera is larger and
  the light falls off with the distance; in rain the film of water takes contrast away, and lamps are mirrored in it.
- A marking is 10 to 17 cm wide, nearly straight, more or less worn, and ends in the patch now and then because it is broken.
- What is no marking is plain asphalt, a seam of tar, an edge of a shadow, the ghost of a marking that was scraped off, a
  blurred reflection, or a part of an arrow, which is too wide.

Run it in this folder with Python 3.9 or later: python make_patches.py
"""

import csv
import math
import random

SEED = 20240318
ROWS = 5000
SIDE = 10
LIGHTS = ("day", "day", "night", "rain")
MARKED = 0.45
NOISE = {"day": 3.0, "night": 5.0, "rain": 4.0}
CONTRAST = {"day": (22.0, 60.0), "night": (21.0, 54.0), "rain": (23.0, 45.0)}
OTHERS = (("asphalt", 0.38), ("seam", 0.12), ("shadow", 0.14), ("ghost", 0.12), ("reflection", 0.14), ("arrow", 0.10))


def stripe(distance, width, blur):
    """Share of a stripe, 0 to 1, that a pixel so far from its middle sees."""
    return 0.5 * (math.erf((distance + width / 2) / blur) - math.erf((distance - width / 2) / blur))


class Line:
    """Something long and narrow, nearly along the road."""

    def __init__(self, dice, width, blur):
        self.middle = dice.uniform(1.0, SIDE - 2.0)
        self.slope = dice.gauss(0.0, 0.12)
        self.width, self.blur = width, blur

    def at(self, row, column):
        """Share of the pixel that it covers."""
        return stripe(column - self.middle - self.slope * (row - (SIDE - 1) / 2), self.width, self.blur)


def asphalt(dice):
    """Grain of the surface, coarser in places."""
    grain = dice.uniform(0.5, 2.5)
    return [[dice.gauss(0.0, grain) for _ in range(SIDE)] for _ in range(SIDE)]


def add(patch, brightness):
    """Adds what `brightness` says of each row and column."""
    for row in range(SIDE):
        for column in range(SIDE):
            patch[row][column] += brightness(row, column)


def marking(dice, light, patch):
    """A piece of a marking; one in seven begins or ends here, more than a third of the patch is always marked."""
    line = Line(dice, dice.uniform(2.0, 3.4), dice.uniform(0.4, 0.8))
    contrast = dice.uniform(*CONTRAST[light])
    worn = dice.uniform(0.0, 0.35)
    coverage = [[0.0 if dice.random() < worn * dice.random() else 1.0 for _ in range(SIDE)] for _ in range(SIDE)]
    first, last = 0, SIDE
    if dice.random() < 1 / 7:
        if dice.random() < 0.5:
            first = dice.randrange(1, 6)
        else:
            last = dice.randrange(5, 10)
    add(patch, lambda row, column: contrast * coverage[row][column] * line.at(row, column) if first <= row < last else 0.0)


def other(dice, light, patch):
    """What is no marking."""
    kind = dice.choices([name for name, _ in OTHERS], [share for _, share in OTHERS])[0]
    if kind == "reflection" and light == "day":
        kind = "shadow"
    contrast = dice.uniform(*CONTRAST[light])
    if kind == "seam":
        line = Line(dice, dice.uniform(1.0, 2.5), 0.6)
        add(patch, lambda row, column: -0.6 * contrast * line.at(row, column))
    elif kind == "shadow":
        line = Line(dice, 40.0, dice.uniform(0.4, 1.5))
        side = dice.choice((-20.0, 20.0))
        add(patch, lambda row, column: -0.8 * contrast * line.at(row, column + side))
    elif kind == "ghost":
        line = Line(dice, dice.uniform(2.0, 4.0), 1.0)
        add(patch, lambda row, column: dice.uniform(0.0, 0.45) * contrast * line.at(row, column))
    elif kind == "reflection":
        line = Line(dice, dice.uniform(3.0, 6.0), dice.uniform(1.8, 3.0))
        bright, tall = dice.uniform(0.5, 1.3), dice.uniform(2.0, 6.0)
        centre = dice.uniform(0.0, SIDE - 1.0)
        fall = lambda row: math.exp(-(((row - centre) / tall) ** 2))
        add(patch, lambda row, column: bright * contrast * fall(row) * line.at(row, column))
    elif kind == "arrow":
        line = Line(dice, dice.uniform(5.0, 8.0), 0.6)
        add(patch, lambda row, column: contrast * line.at(row, column))


def seen(dice, light, patch):
    """The patch as the camera sees it."""
    if light == "night":
        fall = dice.uniform(0.0, 0.05)
        for row in range(SIDE):
            patch[row] = [value * (1.0 - fall * (SIDE - 1 - row)) for value in patch[row]]
    if light == "rain":
        for row in range(SIDE):
            old = patch[row]
            patch[row] = [(old[max(i - 1, 0)] + 2.0 * old[i] + old[min(i + 1, SIDE - 1)]) / 4.0 for i in range(SIDE)]
    add(patch, lambda row, column: dice.gauss(0.0, NOISE[light]))
    ordered = sorted(value for row in patch for value in row)
    middle = (ordered[SIDE * SIDE // 2 - 1] + ordered[SIDE * SIDE // 2]) / 2
    return [max(-63, min(63, round(value - middle))) for row in patch for value in row]


def main():
    dice = random.Random(SEED)
    columns = [f"r{row}c{column}" for row in range(SIDE) for column in range(SIDE)]
    with open("patches.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["light", "marking", *columns])
        for _ in range(ROWS):
            light, patch = dice.choice(LIGHTS), asphalt(dice)
            marked = dice.random() < MARKED
            (marking if marked else other)(dice, light, patch)
            table.writerow([light, "yes" if marked else "no", *seen(dice, light, patch)])


if __name__ == "__main__":
    main()
