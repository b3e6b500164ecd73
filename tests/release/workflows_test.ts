import assert from "node:assert/strict";

const FOLDER = new URL("../../.github/workflows/", import.meta.url);

const workflows = Deno.readDirSync(FOLDER).toArray().map(({ name }) => ({
  name,
  text: Deno.readTextFileSync(new URL(name, FOLDER)),
}));

for (const { name, text } of workflows) {
  Deno.test(`${name} pins every action by its commit, and says which version that is`, () => {
    const lines = text.split("\n").filter((line) => /\buses:/.test(line));
    assert.notEqual(lines.length, 0);
    for (const line of lines) {
      assert.match(line, /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  Deno.test(`${name} begins with the permission to read, and keeps no credentials in the checkout`, () => {
    assert.match(text, /^permissions:\n {2}contents: read\n/m);
    const checkouts = text.split("actions/checkout@").slice(1);
    for (const checkout of checkouts) {
      assert.match(checkout, /^.*\n {8}with:\n(?: {10}.*\n)*? {10}persist-credentials: false\n/);
    }
  });

  Deno.test(`${name} puts nothing that others write into a line of shell`, () => {
    // An expression in `run:` is pasted into the script; what comes in by a variable is not.
    for (const [, run] of text.matchAll(/^ +(?:- )?run: (?:\|\n((?: {10}.*\n)+)|.*\n)/gm)) {
      assert.doesNotMatch(run ?? "", /\$\{\{/);
    }
    assert.doesNotMatch(text, /run: [^|\n]*\$\{\{/);
  });

  Deno.test(`${name} fetches no program in a step that has a secret`, () => {
    for (const step of text.split(/^ {6}- /m).filter((step) => step.includes("secrets."))) {
      assert.doesNotMatch(step, /npx (?!--offline )|npm |curl |wget /);
    }
  });
}
