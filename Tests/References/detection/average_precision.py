"""Average precision by pycocotools on random boxes: python average_precision.py average_precision.json

Needs numpy and pycocotools 2.0. Writes cases with what is annotated, what is found and what COCOeval
makes of it: the mean (stats[0]), that at 0.5 and at 0.75 (stats[1], stats[2]) and the mean of each class.
"""

import contextlib
import io
import json
import sys

import numpy
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def scene(random, classes, images, crowds, grid):
    """Annotations and detections: moved, missed, doubled and invented boxes; scores in steps tie."""
    truth, found = [], []
    for image in range(images):
        for _ in range(random.integers(0, 7)):
            x, y = random.integers(0, 80, 2)
            w, h = random.integers(4, 40, 2)
            label = int(random.integers(classes))
            crowd = int(crowds and random.random() < 0.2)
            truth.append([image, label, float(x), float(y), float(w), float(h), crowd])
            for _ in range(random.choice([0, 1, 1, 1, 2])):
                moved = numpy.array([x, y, w, h]) + random.normal(0, 2, 4)
                if random.random() < 0.3:
                    moved = numpy.array([x, y, w, h], float)
                moved[2:] = numpy.maximum(moved[2:], 1)
                wrong = random.random() < 0.15
                score = float(numpy.round(random.random() * grid) / grid)
                found.append(
                    [image, int(random.integers(classes)) if wrong else label]
                    + [float(v) for v in numpy.round(moved, 3)] + [score])
        for _ in range(random.integers(0, 3)):
            box = [float(v) for v in numpy.round(random.uniform(1, 60, 4), 3)]
            found.append([image, int(random.integers(classes))] + box + [float(numpy.round(random.random(), 3))])
    return truth, found


def judged(truth, found, classes, images):
    data = {
        "images": [{"id": i + 1, "file_name": f"{i}.png"} for i in range(images)],
        "categories": [{"id": c + 1, "name": str(c)} for c in range(classes)],
        "annotations": [
            {"id": n + 1, "image_id": t[0] + 1, "category_id": t[1] + 1, "bbox": t[2:6],
             "area": t[4] * t[5], "iscrowd": t[6]} for n, t in enumerate(truth)],
    }
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = data
        coco.createIndex()
        results = coco.loadRes([
            {"image_id": f[0] + 1, "category_id": f[1] + 1, "bbox": f[2:6], "score": f[6]} for f in found])
        evaluation = COCOeval(coco, results, "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    precision = evaluation.eval["precision"][:, :, :, 0, 2]
    by_class = [
        None if (precision[:, :, c] < 0).all() else float(precision[:, :, c].mean()) for c in range(classes)]
    return [float(v) for v in evaluation.stats[:3]], by_class


def main(path):
    cases = []
    for seed, (classes, images, crowds, grid) in enumerate(
        [(1, 4, False, 1000), (3, 12, False, 1000), (3, 12, True, 20), (6, 30, True, 10), (2, 3, False, 4)]):
        random = numpy.random.default_rng(seed)
        truth, found = scene(random, classes, images, crowds, grid)
        stats, by_class = judged(truth, found, classes, images)
        cases.append({"classes": classes, "images": images, "truth": truth, "found": found,
                      "stats": stats, "by_class": by_class})
    with open(path, "w") as file:
        json.dump({"seed": "0 to 4", "cases": cases}, file, separators=(",", ":"))


main(sys.argv[1])
