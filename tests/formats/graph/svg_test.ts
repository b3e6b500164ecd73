import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import { toSvg } from "../../../src/formats/graph/svg.ts";
import { EMPTY_PICTURE, HOSTILE_TEXTS, largePicture, pictureOf } from "./sample_pictures.ts";

interface Parsed {
  readonly elements: readonly { readonly name: string; readonly attributes: object }[];
  /** Of each `<text>`, in order. */
  readonly texts: readonly string[];
}

/** Reads a file by a strict parser of XML 1.0. */
function parse(svg: string): Parsed {
  const elements: Parsed["elements"][number][] = [];
  const texts: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => assert.fail(error.message));
  let text = "";
  parser.on("opentag", ({ name, attributes }) => {
    elements.push({ name, attributes });
    text = "";
  });
  parser.on("text", (part) => text += part);
  parser.on("closetag", ({ name }) => name === "text" && texts.push(text));
  parser.write(svg).close();
  return { elements, texts };
}

function widthOf(text: string): number {
  return text.length;
}

const NAMES = [..."svg title desc style defs marker path rect g text".split(" ")];

Deno.test("whatever a text holds, the file has the same elements, and the text is in them", () => {
  for (const text of HOSTILE_TEXTS) {
    const { elements, texts } = parse(toSvg(pictureOf([text]), widthOf));
    assert.deepEqual([...new Set(elements.map(({ name }) => name))].sort(), [...NAMES].sort());
    const shown = text.replaceAll(/[\ufffe\uffff]/g, "\ufffd");
    assert.deepEqual(texts, [shown, shown, shown]);
  }
});

Deno.test("the file names no other one, and has a title and a description", () => {
  const svg = toSvg(pictureOf(["a", "b"]), widthOf);
  assert.doesNotMatch(svg, /href|@import|https?:(?!\/\/www\.w3\.org\/2000\/svg")|url\((?!#)/);
  const { elements } = parse(svg);
  const ids = elements.map(({ attributes }) => attributes as Record<string, { value: string }>)
    .flatMap(({ id }) => id?.value ?? []);
  assert.deepEqual(ids, ["title", "description", "head"]);
  assert.match(svg, /role="img" aria-labelledby="title description"/);
});

Deno.test("a picture of nothing says so, and one of hundreds of boxes has each of them", () => {
  assert.deepEqual(parse(toSvg(EMPTY_PICTURE, widthOf)).texts, ["nothing"]);
  const { texts } = parse(toSvg(largePicture(300), widthOf));
  assert.equal(texts.filter((text) => text === "organisation 299").length, 2);
});
