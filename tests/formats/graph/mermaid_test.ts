import assert from "node:assert/strict";
import { toMermaid } from "../../../src/formats/graph/mermaid.ts";
import { EMPTY_PICTURE, HOSTILE_TEXTS, largePicture, pictureOf } from "./sample_pictures.ts";

/** Harmless characters, and numbered ones. */
const TEXT = "(?:[\\w .,-]|#\\d+;)*";

/** What the lines of a flowchart may be. */
const LINES = [
  "flowchart LR",
  `  acc(?:Title|Descr): ${TEXT}`,
  "  classDef (?:main stroke-width:3px|faint stroke-dasharray:4)",
  `  o\\d+\\["${TEXT}(?:<br/>${TEXT})*"\\](?::::(?:main|faint))?`,
  `  o\\d+ (?:-->|-\\.->)\\|"${TEXT}"\\| o\\d+`,
];
const LINE = new RegExp(`^(?:${LINES.join("|")})$`);

Deno.test("whatever a text holds, the flowchart has the same statements", () => {
  for (const text of HOSTILE_TEXTS) {
    const lines = toMermaid(pictureOf([text])).trimEnd().split("\n");
    assert.equal(lines.length, 7, text);
    for (const line of lines) assert.match(line, LINE);
  }
});

Deno.test("a text can be read back from its numbers, and nothing in it breaks a line", () => {
  const text = HOSTILE_TEXTS.join("");
  const [, written = ""] = /o0\["(.*?)<br\/>/.exec(toMermaid(pictureOf([text]))) ?? [];
  const read = written.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
  assert(!read.includes("\\n"));
  assert.equal(read.replaceAll("\u200b", ""), text);
});

Deno.test("a flowchart of nothing, and one of hundreds of boxes, are flowcharts", () => {
  for (const picture of [EMPTY_PICTURE, largePicture(300)]) {
    for (const line of toMermaid(picture).trimEnd().split("\n")) assert.match(line, LINE);
  }
});
