import assert from "node:assert/strict";
import { fillInstaller } from "../../scripts/release/installer.ts";

const FACTS = {
  version: "0.1.0",
  releasesUrl: "https://h.example/releases",
  releaseKey: "-----BEGIN PUBLIC KEY-----\nAbc+/=\n-----END PUBLIC KEY-----\n",
};

Deno.test("an installer is filled in with version, place and key", () => {
  const filled = fillInstaller("v='@VERSION@' r='@RELEASES@' k='@RELEASE_KEY@'", FACTS);
  const key = FACTS.releaseKey.trimEnd();
  assert.equal(filled, `v='0.1.0' r='https://h.example/releases' k='${key}'`);
});

for (const releasesUrl of ["https://h.example/'; rm x; '", "https://h.example/$(x)", "`x`"]) {
  Deno.test(`an installer is not filled in with what a shell could run: ${releasesUrl}`, () => {
    assert.throws(() => fillInstaller("'@RELEASES@'", { ...FACTS, releasesUrl }), /cannot stand/);
  });
}

Deno.test("install.ps1 takes no character of a path for a pattern, and downloads by what is held to https", async () => {
  const script = await Deno.readTextFile(new URL("../../install.ps1", import.meta.url));
  const uses = script.match(/\b(?:Copy|Move|Remove|New)-Item\b.*|\bGet-(?:Content|FileHash)\b.*/g)!;
  assert.equal(uses.length, 6);
  for (const use of uses) assert.match(use, /^\S+(?: -\w+(?: SHA256)?)* -LiteralPath /);
  assert.doesNotMatch(script, /Invoke-(?:WebRequest|RestMethod)/);
  assert.match(script, /curl\.exe .*--proto '=https' /);
});
