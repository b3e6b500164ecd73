import type { Picture, PictureArrow, PictureBox } from "./picture.ts";

/** A picture as a flowchart of Mermaid, which GitHub and GitLab draw in Markdown. */
export function toMermaid({ title, legend, boxes, arrows }: Picture): string {
  const lines = [
    "flowchart LR",
    `  accTitle: ${plainText(title)}`,
    `  accDescr: ${plainText(legend)}`,
    "  classDef main stroke-width:3px",
    "  classDef faint stroke-dasharray:4",
    ...boxes.map((box, index) => `  ${nodeName(index)}["${boxText(box)}"]${className(box)}`),
    ...arrows.map(arrowText),
  ];
  return `${lines.join("\n")}\n`;
}

function nodeName(index: number): string {
  return `o${index}`;
}

function className({ weight }: PictureBox): string {
  return weight === "plain" ? "" : `:::${weight}`;
}

function boxText({ title, lines }: PictureBox): string {
  return [title, ...lines.map(({ text }) => text)].map(plainText).join("<br/>");
}

function arrowText({ from, to, label, isFaint }: PictureArrow): string {
  const [line, text] = [isFaint ? "-.->" : "-->", plainText(label)];
  return `  ${nodeName(from)} ${line}|"${text}"| ${nodeName(to)}`;
}

/**
 * Text of which Mermaid takes nothing for its own signs, for Markdown or for HTML: whatever is no letter, digit or
 * harmless mark of ASCII stands as its number, as in `#34;`; see https://mermaid.js.org/syntax/flowchart.html. It breaks a
 * line at `\n` even so (11.17.2), and a name could look like another key: a character without width stands between.
 */
function plainText(text: string): string {
  return text.replaceAll("\\n", "\\\u200bn")
    .replace(/[^\w .,-]/gu, (character) => `#${character.codePointAt(0)};`);
}
