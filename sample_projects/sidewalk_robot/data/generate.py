"""Writes windows.csv: small drawn pictures of what a sidewalk robot sees ten metres ahead, one row each.

Usage: python3 generate.py. Needs the standard library only. The same seed gives the same bytes.

The model of the world
- A window of the camera picture is 16 x 16 pixels in ten grey levels. Behind is a wall or a hedge, below the pavement.
- Two windows in five show a person: an adult (more than half of them), a child, or somebody in a wheelchair. Adults and
  children stand or walk; a child is about two thirds as tall, with a larger head. Who sits in a wheelchair is low and
  wide, with a wheel that also bicycles have.
- The others show a pole, a tree, a litter bin, a bicycle, or nothing. A tree with a low crown looks a little like a
  person, and a parked bicycle like a wheelchair.
- By day the contrast is good; at dusk it is three quarters as good; at night it is half as good, and the sensor makes
  noise. Clothes are darker or brighter than what is behind them.
- Some windows are blurred by motion, and in some a pole stands before a part of what they show.
No camera took these pictures, and no person is in them. Real pictures are far more varied; what is found here says
nothing about a real robot.
"""

import csv
import math
import pathlib
import random

SEED = 20240922
ROWS = 3_600
SIZE = 16
PEOPLE_SHARE = 0.4
PEOPLE = {"adult": 0.55, "child": 0.25, "wheelchair user": 0.2}
THINGS = {"pole": 0.2, "tree": 0.25, "litter bin": 0.15, "bicycle": 0.2, "nothing": 0.2}
LIGHTS = {"day": 0.5, "dusk": 0.3, "night": 0.2}
CONTRAST = {"day": (0.36, 0.60), "dusk": (0.28, 0.46), "night": (0.20, 0.34)}
NOISE = {"day": 0.01, "dusk": 0.015, "night": 0.03}
# Points that are looked at along each side of a pixel.
FINE = 3


def disc(x, y, radius):
    return lambda a, b: (a - x) ** 2 + (b - y) ** 2 <= radius * radius


def ring(x, y, radius, width):
    return lambda a, b: (radius - width) ** 2 <= (a - x) ** 2 + (b - y) ** 2 <= radius * radius


def box(left, top, right, bottom):
    return lambda a, b: left <= a <= right and top <= b <= bottom


def limb(x, y, to_x, to_y, width):
    length = math.hypot(to_x - x, to_y - y)

    def inside(a, b):
        along = ((a - x) * (to_x - x) + (b - y) * (to_y - y)) / length**2
        along = min(max(along, 0), 1)
        return math.hypot(a - x - along * (to_x - x), b - y - along * (to_y - y)) <= width / 2

    return inside


def walker(generator, height, head):
    """Somebody on foot, `height` pixels tall; the head is `head` of that."""
    x, ground = generator.uniform(5.5, 10.5), generator.uniform(14, 15.6)
    top = ground - height
    stride = generator.uniform(0, 0.16) * height
    hip, neck = ground - 0.45 * height, top + 2 * head * height
    width = generator.uniform(0.2, 0.27) * height
    parts = [
        disc(x, top + head * height, head * height),
        box(x - width / 2, neck, x + width / 2, hip),
        limb(x - 0.05 * height, hip, x - stride, ground, 0.11 * height),
        limb(x + 0.05 * height, hip, x + stride, ground, 0.11 * height),
    ]
    if generator.random() < 0.6:
        swing = generator.uniform(-0.2, 0.2) * height
        parts.append(limb(x + width / 2, neck + 0.05 * height, x + width / 2 + abs(swing), hip, 0.08 * height))
    return parts


def sitter(generator):
    """Somebody in a wheelchair."""
    x, ground = generator.uniform(6, 9), generator.uniform(14, 15.6)
    side = generator.choice([-1, 1])
    wheel = generator.uniform(2.6, 3.3)
    seat = ground - wheel - 0.6
    return [
        ring(x, ground - wheel, wheel, 0.8),
        limb(x, seat, x + side * 3.2, seat, 1.4),
        limb(x + side * 3.2, seat, x + side * 3.6, ground - 1, 1.1),
        box(x - 1.3, seat - 4, x + 1.3, seat),
        disc(x + side * 0.3, seat - 5.3, 1.35),
    ]


def thing(generator, kind):
    x, ground = generator.uniform(4, 12), generator.uniform(14, 15.6)
    if kind == "pole":
        width = generator.uniform(0.8, 1.8)
        parts = [box(x - width / 2, generator.uniform(-1, 4), x + width / 2, ground)]
        if generator.random() < 0.4:
            parts.append(disc(x, generator.uniform(2, 4), generator.uniform(1.2, 2.2)))
        return parts
    if kind == "tree":
        crown, middle = generator.uniform(2.2, 4.6), generator.uniform(2, 7)
        return [
            limb(x, ground, x + generator.uniform(-0.6, 0.6), middle, generator.uniform(0.9, 2.0)),
            disc(x, middle, crown),
            disc(x + generator.uniform(-1.5, 1.5), middle + generator.uniform(-1, 1.5), 0.7 * crown),
        ]
    if kind == "litter bin":
        width, height = generator.uniform(2.4, 4.4), generator.uniform(4, 7.5)
        parts = [box(x - width / 2, ground - height, x + width / 2, ground)]
        if generator.random() < 0.5:
            parts.append(disc(x, ground - height, width / 2))
        return parts
    if kind == "bicycle":
        wheel, apart = generator.uniform(1.9, 2.8), generator.uniform(4.5, 6)
        left, right = x - apart / 2, x + apart / 2
        axle = ground - wheel
        return [
            ring(left, axle, wheel, 0.7),
            ring(right, axle, wheel, 0.7),
            limb(left, axle, x, axle - 2.2, 0.7),
            limb(x, axle - 2.2, right - 0.4, axle - 2.6, 0.7),
            limb(right, axle, right - 0.6, axle - 4, 0.7),
            limb(x - 0.8, axle - 3.2, x + 0.6, axle - 3.2, 0.8),
        ]
    return []


def painted(canvas, parts, change):
    """Adds `change` where the parts are, by the share of each pixel that they cover."""
    for row in range(SIZE):
        for column in range(SIZE):
            points = [
                (column + (i + 0.5) / FINE, row + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)
            ]
            covered = sum(any(part(a, b) for part in parts) for a, b in points)
            canvas[row][column] += change * covered / FINE**2


def blurred(canvas, steps):
    """Moved sideways while the shutter was open."""
    return [
        [
            sum(row[min(max(column + step, 0), SIZE - 1)] for step in range(-steps, steps + 1)) / (2 * steps + 1)
            for column in range(SIZE)
        ]
        for row in canvas
    ]


def window(generator, parts, light):
    low, high = CONTRAST[light]
    level = generator.uniform(0.35, 0.65)
    wall, edge, slope = generator.uniform(-0.12, 0.12), generator.uniform(8, 13), generator.uniform(-0.1, 0.1)
    canvas = [
        [level + (wall if row < edge else 0) + slope * (column / SIZE - 0.5) for column in range(SIZE)]
        for row in range(SIZE)
    ]
    for _ in range(generator.choice([0, 1, 2])):
        x, y = generator.uniform(0, SIZE), generator.uniform(0, 9)
        patch = box(x, y, x + generator.uniform(1, 4), y + generator.uniform(1, 4))
        painted(canvas, [patch], generator.uniform(-0.1, 0.1))
    if parts:
        painted(canvas, parts, generator.choice([-1, 1]) * generator.uniform(low, high))
    if generator.random() < 0.12:
        x = generator.uniform(3, 13)
        painted(canvas, [box(x, -1, x + generator.uniform(0.8, 1.6), 16)], generator.uniform(-0.3, 0.3))
    if generator.random() < 0.2:
        canvas = blurred(canvas, 1)
    noise = NOISE[light]
    return [min(max(int(10 * (value + generator.gauss(0, noise))), 0), 9) for row in canvas for value in row]


def one_of(generator, shares):
    return generator.choices(list(shares), weights=list(shares.values()))[0]


def row(generator):
    light = one_of(generator, LIGHTS)
    if generator.random() < PEOPLE_SHARE:
        who = one_of(generator, PEOPLE)
        if who == "adult":
            parts = walker(generator, generator.uniform(11, 14), generator.uniform(0.075, 0.095))
        elif who == "child":
            parts = walker(generator, generator.uniform(7, 9.5), generator.uniform(0.1, 0.13))
        else:
            parts = sitter(generator)
        return [who, light, "yes", *window(generator, parts, light)]
    kind = one_of(generator, THINGS)
    return ["nobody", light, "no", *window(generator, thing(generator, kind), light)]


def main():
    generator = random.Random(SEED)
    path = pathlib.Path(__file__).parent / "windows.csv"
    with open(path, "w", newline="", encoding="utf-8") as file:
        output = csv.writer(file, lineterminator="\n")
        output.writerow(["who", "light", "person", *(f"r{r + 1}c{c + 1}" for r in range(SIZE) for c in range(SIZE))])
        output.writerows(row(generator) for _ in range(ROWS))


if __name__ == "__main__":
    main()
