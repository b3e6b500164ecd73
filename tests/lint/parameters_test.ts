import assert from "node:assert/strict";
import { messagesOf } from "./run_rules.ts";

const FOUR = "a: A, b: B, c: C, d: D";
const FOUR_REFUSED = "Cannot take 4 parameters: at most 3, group what belongs together in a type";

/** Sources that each declare one function of four parameters. */
const REFUSED: readonly string[] = [
  `function add(${FOUR}) {}`,
  `export async function add(${FOUR}) {}`,
  `function* add(${FOUR}) {}`,
  `export default function (${FOUR}) {}`,
  `function add({ a }: A, [b]: B, c = 1, ...d: D[]) {}`,
  `function add(this: Context, ${FOUR}) {}`,
  `const add = (${FOUR}) => 1;`,
  `const add = function (${FOUR}) {};`,
  `const verbs = { add: (${FOUR}) => 1 };`,
  `const verbs = { add(${FOUR}) {} };`,
  `class Adder { add(${FOUR}) {} }`,
  `class Adder { static add = (${FOUR}) => 1; }`,
  `abstract class Adder { abstract add(${FOUR}): void; }`,
  `const adder = () => (${FOUR}) => 1;`,
  `function adder(add = (${FOUR}) => 1) {}`,
  `declare function add(${FOUR}): void;`,
  `interface Adder { readonly add: (${FOUR}) => void; }`,
  `interface Adder { add(${FOUR}): void; }`,
  `interface Adder { (${FOUR}): void; }`,
  `type Add = (${FOUR}) => void;`,
  `each((one: (${FOUR}) => void) => one);`,
];

/** Sources that take no more than three parameters, or whose number someone else decides. */
const PASSED: readonly string[] = [
  `function add(a: A, b: B, c: C) {}`,
  `function add(this: Context, a: A, b: B, c: C) {}`,
  `function add({ a, b, c, d }: Sum) {}`,
  `const add = (...all: number[]) => all.length;`,
  `add(1, 2, 3, 4);`,
  `class Adder { constructor(${FOUR}) {} }`,
  `class Adder { constructor(readonly a: A, private b: B, c: C, d: D) {} }`,
  `load.on("response", (${FOUR}) => 1);`,
  `load.on("response", function (${FOUR}) {});`,
  `new Load((${FOUR}) => 1);`,
];

Deno.test("a function takes at most three parameters, however it is declared", () => {
  for (const source of REFUSED) {
    for (const path of ["src/domain/add.ts", "scripts/bench/add.ts", "main.ts"]) {
      assert.deepEqual(messagesOf("parameters", path, source), [FOUR_REFUSED], source);
    }
    assert.deepEqual(messagesOf("parameters", "tests/domain/add_test.ts", source), [], source);
  }
});

Deno.test("three parameters pass, and so do constructors and functions given to a call", () => {
  for (const source of PASSED) {
    assert.deepEqual(messagesOf("parameters", "src/domain/add.ts", source), [], source);
  }
});

Deno.test("the message says how many parameters there are", () => {
  const [message] = messagesOf("parameters", "src/a.ts", "const f = (a, b, c, d, e) => 1;");
  assert.equal(message, FOUR_REFUSED.replace("4", "5"));
});
