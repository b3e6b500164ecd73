import { Graph, graphlib, layout } from "@dagrejs/dagre";

/** What a picture is laid out of: a box by its size, an arrow by the positions of its two boxes in their list. */
export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Arrow {
  readonly from: number;
  readonly to: number;
  /** The size of the text that stands at it, for which room is left. */
  readonly label?: Box;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where everything is, in the order in which it was given. A box is placed by its upper left corner. */
export interface Placement extends Box {
  readonly boxes: readonly Point[];
  /** The corners of each arrow. The first and the last are on the edges of its boxes. */
  readonly arrows: readonly (readonly Point[])[];
  /** The centre of the text at each arrow; undefined without one, and at an arrow from a box to itself. */
  readonly labels: readonly (Point | undefined)[];
}

const GAP = 24;
const RANK_GAP = 72;
const LOOP = 16;

/** In a graph with circles, these bring a picture of a quarter of the width in a quarter of the time. */
const SHORT = { acyclicer: "greedy", ranker: "tight-tree" } as const;

/** How much wider than high a picture of many parts is. */
const ASPECT = 1.6;

/** Places boxes so that arrows lead to the right where they can. Parts that no arrow connects are placed in rows. */
export function placeBoxes(boxes: readonly Box[], arrows: readonly Arrow[]): Placement {
  const whole = graphOf(boxes, arrows);
  const parts = graphlib.alg.components(whole).map((ids) => placePart(whole, new Set(ids)));
  const offsets = shelve(parts);
  const placed = parts.map((part, index) => movePart(part, offsets[index]!));
  const corners = new Map(placed.flatMap(({ boxes }) => boxes));
  const lines = new Map(placed.flatMap(({ arrows }) => arrows));
  const labels = new Map(placed.flatMap(({ labels }) => labels));
  const loops = arrows.some(isLoop) ? LOOP : 0;
  return {
    width: Math.max(0, ...parts.map(({ width }, index) => offsets[index]!.x + width)) + loops,
    height: Math.max(0, ...parts.map(({ height }, index) => offsets[index]!.y + height)),
    boxes: boxes.map((_, index) => corners.get(String(index))!),
    arrows: arrows.map(({ from }, index) =>
      lines.get(String(index)) ?? loopAt({ ...corners.get(String(from))!, ...boxes[from]! })
    ),
    labels: arrows.map((_, index) => labels.get(String(index))),
  };
}

function isLoop({ from, to }: Arrow): boolean {
  return from === to;
}

/** An arrow from a box to itself, on its right. dagre 3.1.3 places these outside of the picture. */
function loopAt({ x, y, width, height }: Box & Point): readonly Point[] {
  const [right, upper, lower] = [x + width, y + height / 4, y + height * 3 / 4];
  return [
    { x: right, y: upper },
    { x: right + LOOP, y: upper },
    { x: right + LOOP, y: lower },
    { x: right, y: lower },
  ];
}

/** A part of the picture, by the names of its boxes and arrows. */
interface Part extends Box {
  readonly boxes: readonly (readonly [string, Point])[];
  readonly arrows: readonly (readonly [string, readonly Point[]])[];
  readonly labels: readonly (readonly [string, Point])[];
}

type Drawing = Graph<object, Box & Partial<Point>, PlacedArrow>;

interface PlacedArrow extends Partial<Box>, Partial<Point> {
  readonly labelpos?: "c";
  readonly points?: readonly Point[];
}

function graphOf(boxes: readonly Box[], arrows: readonly Arrow[]): Drawing {
  const graph: Drawing = new Graph({ multigraph: true });
  boxes.forEach(({ width, height }, index) => graph.setNode(String(index), { width, height }));
  arrows.forEach((arrow, index) => {
    if (isLoop(arrow)) return;
    graph.setEdge(String(arrow.from), String(arrow.to), sizeOfLabel(arrow), String(index));
  });
  return graph;
}

function sizeOfLabel({ label }: Arrow): PlacedArrow {
  return label === undefined ? {} : { width: label.width, height: label.height, labelpos: "c" };
}

/** Places one part; a box alone, of which there may be hundreds, without the cost of a layout. */
function placePart(whole: Drawing, ids: ReadonlySet<string>): Part {
  const [first, ...others] = ids;
  if (others.length === 0) {
    const boxes = [[first!, { x: 0, y: 0 }]] as const;
    return { ...whole.node(first!) as Box, boxes, arrows: [], labels: [] };
  }
  const part = whole.filterNodes((id) => ids.has(id));
  part.setGraph({ ...SHORT, rankdir: "LR", nodesep: GAP, edgesep: GAP / 2, ranksep: RANK_GAP });
  layout(part);
  const { width, height } = part.graph() as Box;
  return {
    width,
    height,
    boxes: part.nodes().map((id) => [id, cornerOf(part.node(id) as Box & Point)] as const),
    arrows: part.edges().map((edge) => [edge.name!, part.edge(edge)?.points ?? []] as const),
    labels: part.edges().flatMap((edge) => {
      const { x, y } = part.edge(edge) ?? {};
      return x === undefined || y === undefined ? [] : [[edge.name!, { x, y }] as const];
    }),
  };
}

/** dagre places boxes by their centres. */
function cornerOf({ x, y, width, height }: Box & Point): Point {
  return { x: x - width / 2, y: y - height / 2 };
}

/** Where each part begins, in rows from left to right. */
function shelve(parts: readonly Box[]): readonly Point[] {
  const area = parts.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const limit = Math.sqrt(area * ASPECT);
  let [x, y, rowHeight] = [0, 0, 0];
  return parts.map(({ width, height }) => {
    if (x > 0 && x + width > limit) [x, y, rowHeight] = [0, y + rowHeight + GAP, 0];
    const corner = { x, y };
    [x, rowHeight] = [x + width + GAP, Math.max(rowHeight, height)];
    return corner;
  });
}

function movePart(part: Part, by: Point): Omit<Part, keyof Box> {
  const move = ({ x, y }: Point) => ({ x: x + by.x, y: y + by.y });
  return {
    boxes: part.boxes.map(([id, corner]) => [id, move(corner)]),
    arrows: part.arrows.map(([id, points]) => [id, points.map(move)]),
    labels: part.labels.map(([id, centre]) => [id, move(centre)]),
  };
}
