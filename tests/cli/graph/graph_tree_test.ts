import assert from "node:assert/strict";
import stringWidth from "string-width";
import { formatGraphTree } from "../../../src/cli/graph/graph_tree.ts";
import { fingerprintOf } from "../../../src/domain/fingerprint.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import type { GraphKey, TrustGraph } from "../../../src/domain/trust_graph.ts";

const NAMES = ["release-key", "x".repeat(255), "名".repeat(85), 'a"\n\u202etrusted', null];

function orgId(number: number): OrgId {
  return `${String(number).padStart(8, "0")}-0f0e-4d5c-9a39-0d6a4f1f2b11` as OrgId;
}

function key(number: number): GraphKey {
  return {
    fingerprint: number % 7 === 0 ? null : fingerprintOf(new Uint8Array(32).fill(number)),
    name: NAMES[number % NAMES.length]!,
    signing: ([null, "active", "revoked", "damaged"] as const)[number % 4]!,
    trust: (["trusted", "overruled", "revoked", "damaged", null] as const)[number % 5]!,
  };
}

/** An organisation that accepts the keys of many, in a circle with the others. */
function graph(viewpoint: OrgId | null, count: number): TrustGraph {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const grants = numbers.flatMap((number) =>
    [[0, number], [number, (number + 1) % count]].map(([parent, child]) => ({
      parent: orgId(parent!),
      child: orgId(child!),
      status: number % 3 === 0 ? "revoked" as const : "active" as const,
      isFollowed: number % 3 !== 0 && parent === 0,
    }))
  );
  const organisations = numbers.map((number) => ({
    orgId: orgId(number),
    role: viewpoint === null ? null : number === 0 ? "viewpoint" as const : "accepted" as const,
    keys: [key(number), key(number + 1)],
  }));
  return { viewpoint, organisations, grants };
}

Deno.test("no line is wider than the terminal, and none has a control character", async () => {
  for (const width of [20, 40, 80]) {
    for (const viewpoint of [null, orgId(0)]) {
      const text = await formatGraphTree(graph(viewpoint, 30), width);
      for (const line of text.split("\n")) {
        assert(stringWidth(line) <= width, line);
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}]/u);
      }
    }
  }
});

Deno.test("in 40 columns an ID stays whole where the tree is deepest", async () => {
  const lines = (await formatGraphTree(graph(orgId(0), 3), 40)).split("\n");
  assert(lines.some((line) => /^│ [├└] [0-9a-f]{8}-[0-9a-f-]{27}$/.test(line)), lines.join("\n"));
});

Deno.test("a circle of hundreds of organisations is a tree of bounded depth", async () => {
  for (const viewpoint of [null, orgId(0)]) {
    const text = await formatGraphTree(graph(viewpoint, 500), null);
    assert(text.split("\n").every((line) => /^(?:[│ ] )?(?:[├└] )?[^│├└]*$/.test(line)));
  }
});

Deno.test("what a key is stands behind its name, which is in quotes", async () => {
  const name = 'x" signs, trusted';
  const organisations = [{
    orgId: orgId(0),
    role: null,
    keys: [{ fingerprint: null, name, signing: null, trust: "revoked" as const }],
  }];
  const text = await formatGraphTree({ viewpoint: null, organisations, grants: [] }, null);
  assert.equal(text, `${orgId(0)}\n└ a key "x\\" signs, trusted" trust revoked\n`);
});
