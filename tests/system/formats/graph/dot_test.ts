import assert from "node:assert/strict";
import { toDot } from "../../../../src/formats/graph/dot.ts";
import {
  EMPTY_PICTURE,
  HOSTILE_TEXTS,
  largePicture,
  pictureOf,
} from "../../../formats/graph/sample_pictures.ts";
import type { Picture } from "../../../../src/formats/graph/picture.ts";

interface DotObject {
  readonly label: string;
}

interface DotGraph extends DotObject {
  readonly objects?: readonly DotObject[];
  readonly edges?: readonly DotObject[];
}

/** What Graphviz understands of a picture. It must have nothing to say about it. */
async function graphviz(picture: Picture, ...args: readonly string[]): Promise<string> {
  const child = new Deno.Command("dot", {
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(toDot(picture)));
  await writer.close();
  const { success, stdout, stderr } = await child.output();
  assert.deepEqual([success, new TextDecoder().decode(stderr)], [true, ""]);
  return new TextDecoder().decode(stdout);
}

Deno.test("whatever a text holds, Graphviz draws the same boxes and arrows, with that text", async () => {
  const picture = pictureOf(HOSTILE_TEXTS);
  const svg = await graphviz(picture, "-Tsvg");
  const parts = (kind: string) => svg.match(new RegExp(`class="${kind}"`, "g"))?.length;
  assert.deepEqual([parts("node"), parts("edge")], [HOSTILE_TEXTS.length, HOSTILE_TEXTS.length]);
  assert.doesNotMatch(svg, /<script|<a |href=/);
  const texts = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => decode(text!));
  for (const text of HOSTILE_TEXTS) {
    assert.equal(texts.filter((shown) => shown === text).length, 3, text);
  }
});

Deno.test("Graphviz draws nothing at all, and hundreds of boxes", async () => {
  assert.match(await graphviz(EMPTY_PICTURE, "-Tsvg"), /nothing/);
  const graph: DotGraph = JSON.parse(await graphviz(largePicture(300), "-Tdot_json"));
  assert.deepEqual([graph.objects?.length, graph.edges?.length], [300, 300]);
});

function decode(xml: string): string {
  return xml.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&#45;", "-").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
