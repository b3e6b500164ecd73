import type { Picture, PictureArrow, PictureBox } from "./picture.ts";
import { type Arrow, type Box, placeBoxes, type Point } from "./place_boxes.ts";

/** How many cells of a terminal a text takes: a character of the fixed-width font has one, a CJK one two. */
type CellWidth = (text: string) => number;

const MARGIN = 16;
const PADDING = 10;
const LINE_HEIGHT = 20;
const FONT_SIZE = 13;

/** The width of a cell of the widest usual fixed-width font at this size. */
const CELL = 8;

/** The colours are by class, so that one picture is readable on a light and on a dark screen. */
const STYLE = `
text { font: ${FONT_SIZE}px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2328 }
.ground { fill: #ffffff }
.box { fill: #f6f8fa; stroke: #59636e; stroke-width: 1 }
.main { stroke: #0550ae; stroke-width: 3 }
.title { font-weight: bold }
.arrow { fill: none; stroke: #1f2328; stroke-width: 1.5 }
.head { fill: #1f2328 }
.faint { stroke-dasharray: 5 4 }
text.faint { fill: #59636e; text-decoration: line-through }
.label { stroke: #ffffff; stroke-width: 4; paint-order: stroke }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .ground { fill: #0d1117 }
  .box { fill: #151b23; stroke: #9198a1 }
  .main { stroke: #79c0ff }
  .arrow { stroke: #f0f6fc }
  .head { fill: #f0f6fc }
  text.faint { fill: #9198a1 }
  .label { stroke: #0d1117 }
}
`;

/** A picture as a file of its own, which names no other one and has no script. */
export function toSvg(picture: Picture, widthOf: CellWidth): string {
  const { title, legend, boxes, arrows } = picture;
  const sizes = boxes.map((box) => sizeOf(box, widthOf));
  const placed = placeBoxes(sizes, arrows.map((arrow) => withLabelSize(arrow, widthOf)));
  const width = Math.ceil(Math.max(placed.width, widthOf(legend) * CELL)) + 2 * MARGIN;
  const height = Math.ceil(placed.height) + LINE_HEIGHT + 3 * MARGIN;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${escapeXml(describe(picture))}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" ' +
    'markerHeight="8" orient="auto"><path class="head" d="M0 0L10 5L0 10z"/></marker></defs>',
    `<rect class="ground" width="100%" height="100%"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...arrows.map((arrow, index) => arrowPath(arrow, placed.arrows[index]!)),
    ...boxes.map((box, index) => boxElements(box, { ...placed.boxes[index]!, ...sizes[index]! })),
    ...arrows.map((arrow, index) => arrowLabel(arrow, placed.labels[index])),
    `<text x="0" y="${Math.ceil(placed.height) + MARGIN + FONT_SIZE}">${escapeXml(legend)}</text>`,
    "</g>",
    "</svg>",
  ];
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function sizeOf({ title, lines }: PictureBox, widthOf: CellWidth): Box {
  const texts = [title, ...lines.map(({ text }) => text)];
  const cells = texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0);
  return { width: cells * CELL + 2 * PADDING, height: texts.length * LINE_HEIGHT + PADDING };
}

function boxElements({ title, lines, weight }: PictureBox, place: Box & Point): string {
  const { x, y, width, height } = rounded(place);
  const texts = [
    { text: title, class: "title" },
    ...lines.map(({ text, isFaint }) => ({ text, class: isFaint ? "faint" : "" })),
  ];
  return [
    `<rect class="box ${weight}" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>`,
    ...texts.map(({ text, class: name }, index) =>
      `<text class="${name}" x="${x + PADDING}" y="${y + LINE_HEIGHT * (index + 1) - 2}">` +
      `${escapeXml(text)}</text>`
    ),
  ].join("\n");
}

function arrowPath({ isFaint }: PictureArrow, points: readonly Point[]): string {
  const path = points.map((point) => {
    const { x, y } = rounded(point);
    return `${x} ${y}`;
  }).join("L");
  return `<path class="arrow${isFaint ? " faint" : ""}" marker-end="url(#head)" d="M${path}"/>`;
}

/** Only what is faint has its label: that the others count, the legend says. */
function withLabelSize(arrow: PictureArrow, widthOf: CellWidth): Arrow {
  const { from, to, label, isFaint } = arrow;
  if (!isFaint) return { from, to };
  return { from, to, label: { width: widthOf(label) * CELL, height: LINE_HEIGHT } };
}

function arrowLabel({ label }: PictureArrow, centre: Point | undefined): string {
  if (centre === undefined) return "";
  const { x, y } = rounded(centre);
  return `<text class="label" text-anchor="middle" x="${x}" y="${y + 4}">${
    escapeXml(label)
  }</text>`;
}

/** What the picture says, for those who hear it. */
function describe({ legend, boxes, arrows }: Picture): string {
  const titles = boxes.map(({ title }) => title);
  return [
    legend,
    ...boxes.map(({ title, lines }) =>
      `${[title, lines.map(({ text }) => text).join("; ")].filter(Boolean).join(": ")}.`
    ),
    ...arrows.map(({ from, to, label }) => `${titles[from]} to ${titles[to]}: ${label}.`),
  ].join("\n");
}

function rounded<Place extends Point>(place: Place): Place {
  const entries = Object.entries(place).map(([name, value]) => [name, Math.round(value)]);
  return Object.fromEntries(entries) as Place;
}

/** Text for XML 1.0, which some characters cannot be in, even by their number. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\n\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
