"""Takes the subset of Fashion-MNIST that lies beside this script out of the four original files.

Usage: python3 subset.py FOLDER, where FOLDER has train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz,
t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz, as the data set is published. Needs the standard library only.

Of each class it takes 400 training images and 100 test images, chosen at random with a fixed seed, and keeps them in
the order of the originals. The 15 images with anything in their first pixel are all among them: that pixel is empty in
all others, and a pixel that never changes would not be learned from. No pixel is changed. The same files and seed give
the same bytes.
"""

import gzip
import pathlib
import random
import struct
import sys

SEED = 20240901
CLASSES = 10
PER_CLASS = {"train": 400, "t10k": 100}
PIXELS = 28 * 28


def read(folder, part):
    with gzip.open(folder / f"{part}-images-idx3-ubyte.gz") as file:
        images = file.read()[16:]
    with gzip.open(folder / f"{part}-labels-idx1-ubyte.gz") as file:
        labels = file.read()[8:]
    return images, labels


def chosen(images, labels, count, generator):
    places = []
    for label in range(CLASSES):
        members = [place for place, other in enumerate(labels) if other == label]
        rare = [place for place in members if images[place * PIXELS] > 0]
        others = [place for place in members if images[place * PIXELS] == 0]
        places += rare + generator.sample(others, count - len(rare))
    return sorted(places)


def write(path, content):
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(content)


def main():
    source = pathlib.Path(sys.argv[1])
    target = pathlib.Path(__file__).parent / "fashion_mnist"
    target.mkdir(exist_ok=True)
    generator = random.Random(SEED)
    images, labels = b"", b""
    for part, count in PER_CLASS.items():
        all_images, all_labels = read(source, part)
        for place in chosen(all_images, all_labels, count, generator):
            images += all_images[place * PIXELS : (place + 1) * PIXELS]
            labels += all_labels[place : place + 1]
    count = len(labels)
    write(target / "images-idx3-ubyte.gz", struct.pack(">IIII", 0x803, count, 28, 28) + images)
    write(target / "labels-idx1-ubyte.gz", struct.pack(">II", 0x801, count) + labels)


if __name__ == "__main__":
    main()
