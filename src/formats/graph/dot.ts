import type { Picture, PictureArrow, PictureBox } from "./picture.ts";

/** A picture in the language of Graphviz. */
export function toDot({ title, legend, boxes, arrows }: Picture): string {
  const lines = [
    "digraph cloacina {",
    `  graph [rankdir=LR, fontname="sans-serif", label=${label([title, legend])}]`,
    '  node [shape=box, fontname="monospace"]',
    '  edge [fontname="sans-serif"]',
    ...boxes.map((box, index) => `  ${nodeName(index)} [${boxAttributes(box)}]`),
    ...arrows.map((arrow) =>
      `  ${nodeName(arrow.from)} -> ${nodeName(arrow.to)} [${arrowAttributes(arrow)}]`
    ),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeName(index: number): string {
  return `o${index}`;
}

function boxAttributes({ title, lines, weight }: PictureBox): string {
  const style = { main: "bold", plain: "solid", faint: "dashed" }[weight];
  return `label=${label([title, ...lines.map(({ text }) => text)])}, style=${style}`;
}

function arrowAttributes({ label: text, isFaint }: PictureArrow): string {
  return `label=${label([text])}, style=${isFaint ? "dashed" : "solid"}`;
}

/**
 * Lines, aligned on the left. In a label Graphviz reads `\N` and its like as names, and `&amp;` as an entity, so that
 * both signs are escaped; see https://graphviz.org/docs/attr-types/escString/.
 */
function label(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("&", "&amp;")
  );
  return lines.length === 1
    ? `"${escaped[0]}"`
    : `"${escaped.map((line) => `${line}\\l`).join("")}"`;
}
