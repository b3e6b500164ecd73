import assert from "node:assert/strict";
import {
  type Arrow,
  type Box,
  placeBoxes,
  type Placement,
  type Point,
} from "../../../src/formats/graph/place_boxes.ts";

const BOX: Box = { width: 200, height: 80 };

function boxes(count: number): readonly Box[] {
  return Array.from({ length: count }, (_, index) => ({ ...BOX, height: 40 + index % 5 * 20 }));
}

/** Requires that no two boxes overlap and that nothing lies outside of the picture. */
function requireTidy(given: readonly Box[], { width, height, ...placed }: Placement): void {
  const corners = given.map((box, index) => ({ ...box, ...placed.boxes[index]! }));
  const isInside = ({ x, y }: Point) => x >= 0 && y >= 0 && x <= width && y <= height;
  for (const [index, one] of corners.entries()) {
    assert(isInside(one) && isInside({ x: one.x + one.width, y: one.y + one.height }));
    for (const other of corners.slice(index + 1)) {
      const isApart = one.x + one.width <= other.x || other.x + other.width <= one.x ||
        one.y + one.height <= other.y || other.y + other.height <= one.y;
      assert(isApart, `${JSON.stringify(one)} and ${JSON.stringify(other)}`);
    }
  }
  for (const points of placed.arrows) assert(points.length >= 2 && points.every(isInside));
}

Deno.test("an arrow leads to the right, from the edge of one box to that of the other", () => {
  const placed = placeBoxes([BOX, BOX], [{ from: 1, to: 0 }]);
  const [left, right] = [placed.boxes[1]!, placed.boxes[0]!];
  assert(left.x + BOX.width < right.x);
  const [points] = placed.arrows;
  assert.equal(points!.at(0)!.x, left.x + BOX.width);
  assert.equal(points!.at(-1)!.x, right.x);
});

Deno.test("nothing at all has no size, and one box its own", () => {
  const nothing = { width: 0, height: 0, boxes: [], arrows: [], labels: [] };
  assert.deepEqual(placeBoxes([], []), nothing);
  assert.deepEqual(placeBoxes([BOX], []), { ...nothing, ...BOX, boxes: [{ x: 0, y: 0 }] });
});

Deno.test("room is left for the text at an arrow", () => {
  const label = { width: 300, height: 20 };
  const placed = placeBoxes([BOX, BOX], [{ from: 0, to: 1, label }]);
  const [left, right] = placed.boxes;
  const centre = placed.labels[0]!;
  assert(left!.x + BOX.width <= centre.x - label.width / 2);
  assert(centre.x + label.width / 2 <= right!.x);
});

Deno.test("circles, an arrow to its own box and two arrows between the same boxes are drawn", () => {
  const given = boxes(4);
  const arrows = [[0, 1], [1, 2], [2, 0], [3, 3], [0, 1], [1, 0]]
    .map(([from, to]) => ({ from, to }) as Arrow);
  const placed = placeBoxes(given, arrows);
  requireTidy(given, placed);
  assert.equal(placed.arrows.length, arrows.length);
});

Deno.test("boxes that nothing connects do not make one long row", () => {
  const given = boxes(300);
  const placed = placeBoxes(given, []);
  requireTidy(given, placed);
  assert(placed.width < 3 * placed.height && placed.height < 3 * placed.width);
});

Deno.test("hundreds of connected boxes are placed, each time alike", () => {
  const given = boxes(300);
  const arrows = given.map((_, index) => ({ from: index % 17, to: index }));
  const placed = placeBoxes(given, arrows);
  requireTidy(given, placed);
  assert.deepEqual(placeBoxes(given, arrows), placed);
});
