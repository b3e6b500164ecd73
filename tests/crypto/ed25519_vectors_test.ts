import assert from "node:assert/strict";
import { ed25519Verifier } from "../../src/crypto/ed25519.ts";
import { nobleEquation } from "../../src/pages/verifier/ed25519_equation.ts";
import { fromHex, readVectors } from "../vectors/read_vectors.ts";

/** A signature that others wrote, with the verdict of `verify_strict` of ed25519-dalek. */
interface Vector {
  readonly name: string;
  readonly verdict: string;
  readonly publicKey: string;
  readonly message: Uint8Array<ArrayBuffer>;
  readonly signature: string;
}

/** Verifies every vector, also as a page does in a browser without Ed25519, and returns how many held. */
async function countHeld(vectors: readonly Vector[]): Promise<number> {
  for (const { name, verdict, publicKey, message, signature } of vectors) {
    for (const verify of verifiersOf(fromHex(publicKey))) {
      const holds = await verify(message, fromHex(signature));
      assert.equal(holds ? "holds" : "refused", verdict, name);
    }
  }
  return vectors.filter(({ verdict }) => verdict === "holds").length;
}

function verifiersOf(publicKey: Uint8Array<ArrayBuffer>) {
  return [ed25519Verifier(publicKey), ed25519Verifier(publicKey, nobleEquation)];
}

async function readTable(name: string, count: number): Promise<readonly Vector[]> {
  const rows = await readVectors(name, 5, count);
  return rows.map(([number, verdict, publicKey, message, signature, comment]) => ({
    name: `${name} ${number}: ${comment}`,
    verdict: verdict!,
    publicKey: publicKey!,
    message: fromHex(message!),
    signature: signature!,
  }));
}

async function readCctv(): Promise<readonly Vector[]> {
  const rows = await readVectors("cctv.txt", 1, 30 + 914);
  const points = rows.slice(0, 30).map(([, encoding]) => encoding!);
  return rows.slice(30).map(([number, rest]) => {
    const [verdict, a, r, s, ...message] = rest!.split(" ");
    return {
      name: `cctv.txt ${number}`,
      verdict: verdict!,
      publicKey: points[Number(a)]!,
      message: new TextEncoder().encode(message.join(" ")),
      signature: points[Number(r)]! + s,
    };
  });
}

Deno.test("of the twelve cases that tell verifiers apart, only number 3 is accepted", async () => {
  const vectors = await readTable("speccheck.txt", 12);
  assert.equal(vectors[3]!.verdict, "holds");
  assert.equal(await countHeld(vectors), 1);
});

Deno.test("every vector of Wycheproof has its verdict", async () => {
  assert.equal(await countHeld(await readTable("wycheproof.txt", 151)), 88);
});

Deno.test("every vector of CCTV has its verdict", async () => {
  assert.equal(await countHeld(await readCctv()), 43);
});
