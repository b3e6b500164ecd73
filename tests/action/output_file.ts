import assert from "node:assert/strict";

/** Reads what a step wrote to GITHUB_OUTPUT, as the runner does: `name=value`, or `name<<END`, lines, and `END`. */
export function readOutputFile(text: string): Map<string, string> {
  const outputs = new Map<string, string>();
  const lines = text.split("\n");
  assert.equal(lines.pop(), "", "the last line has no end");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const [, name, sign, rest] = /^([^=<]*)(=|<<)(.*)$/.exec(line) ?? [];
    assert.ok(name, `not an output: ${line}`);
    if (sign === "=") outputs.set(name, rest!);
    else {
      const end = lines.indexOf(rest!, at + 1);
      assert.notEqual(end, -1, `${name} has no end`);
      outputs.set(name, lines.slice(at + 1, end).join("\n"));
      at = end;
    }
  }
  return outputs;
}
