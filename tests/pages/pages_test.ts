import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { insideOfScript, requireBrowser } from "../../scripts/pages/bundle_page.ts";
import { fillTemplate, partsOf } from "../../scripts/pages/fill_template.ts";

Deno.test("a template gets what it loads, and the hash of what then stands in an element", () => {
  const template = `{{sha256 a.css}} {{sha256 ../b.ts}} <link rel="stylesheet" href="a.css">
<script id="b" src="../b.ts"></script>`;
  assert.deepEqual(partsOf(template), ["a.css", "../b.ts"]);
  const parts = new Map([["a.css", "$& p{}"], ["../b.ts", "a.css $1"]]);
  const [style, script] = [...parts.values()].map((part) =>
    `'sha256-${createHash("sha256").update(part).digest("base64")}'`
  );
  assert.equal(
    fillTemplate(template, parts),
    `${style} ${script} <style>$& p{}</style>\n<script id="b">a.css $1</script>`,
  );
});

Deno.test("nothing in a script ends its element", () => {
  const script = 'x="</script>",y="<!--<SCRIPT",z=a<b';
  const inside = insideOfScript(script);
  assert.doesNotMatch(inside, /<(!--|\/?script)/i);
  const values = (text: string) =>
    new Function("a", "b", `var x,y,z;${text};return [x, y, z]`)(1, 2);
  assert.deepEqual(values(inside), values(script));
});

for (const left of ['import"node:fs"', `Error('Dynamic require of "'+a)`, "Deno.readFile(a)"]) {
  Deno.test(`a bundle that no browser can run is refused: ${left}`, () => {
    assert.throws(() => requireBrowser(left, "main.ts"), { code: "invalid_request" });
  });
}

Deno.test("a property that is called node is no module", () => {
  requireBrowser("const a={node:b}", "main.ts");
});
