import assert from "node:assert/strict";

/** What the runner needs of action.yml. */
export interface ActionDefinition {
  /** Inputs with their defaults; null where there is none, and a value is required. */
  readonly inputs: ReadonlyMap<string, string | null>;
  /** Names of outputs. */
  readonly outputs: readonly string[];
  /** The one step: what its shell runs. */
  readonly run: string;
  /** The environment of the step, by the input that is its value. */
  readonly env: ReadonlyMap<string, string>;
}

/** Reads action.yml, as it is laid out; anything else in it is a failure. */
export function readActionDefinition(text: string): ActionDefinition {
  const [, inputs, outputs, steps] = /^inputs:\n(.*?)^outputs:\n(.*?)^runs:\n(.*)/ms.exec(text)!;
  const [, run, env] = /^ {6}shell: bash\n {6}run: (.*)\n {6}env:\n(.*)$/ms.exec(steps!)!;
  assert.equal(steps!.match(/^ {4}- /gm)?.length, 1, "one step");
  assert.doesNotMatch(run!, /\$\{\{/, "an input would be read as shell");
  return {
    inputs: new Map(Array.from(entriesOf(inputs!), ([name, fields]) => {
      if (/^ {4}required: true$/m.test(fields)) return [name, null];
      return [name, /^ {4}default: "(.*)"$/m.exec(fields)![1]!];
    })),
    outputs: Array.from(entriesOf(outputs!), ([name, fields]) => {
      assert.ok(fields.includes(`value: \${{ steps.cloacina.outputs.${name} }}`), name);
      return name;
    }),
    run: run!,
    env: new Map(
      env!.trimEnd().split("\n").map((line) => {
        const [, variable, input] = /^ {8}([A-Z_]+): \$\{\{ inputs\.([a-z-]+) \}\}$/.exec(line)!;
        return [variable!, input!];
      }),
    ),
  };
}

function* entriesOf(section: string): Generator<readonly [name: string, fields: string]> {
  for (const [, name, fields] of section.matchAll(/^ {2}([a-z-]+):\n((?: {4}.*\n)+)/gm)) {
    yield [name!, fields!];
  }
}
