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
  /** The same, by what the runner knows itself. */
  readonly context: ReadonlyMap<string, string>;
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
    env: variablesOf(env!, "inputs"),
    context: variablesOf(env!, "github"),
  };
}

/** The variables of a step whose values come from there; a line of another form is a failure. */
function variablesOf(env: string, source: "inputs" | "github"): Map<string, string> {
  const lines = env.trimEnd().split("\n").map((line) => {
    const [, variable, from, name] = /^ {8}([A-Z_]+): \$\{\{ (inputs|github)\.([a-z_-]+) \}\}$/
      .exec(line)!;
    return { variable: variable!, from, name: name! };
  });
  return new Map(
    lines.filter(({ from }) => from === source).map(({ variable, name }) => [variable, name]),
  );
}

function* entriesOf(section: string): Generator<readonly [name: string, fields: string]> {
  for (const [, name, fields] of section.matchAll(/^ {2}([a-z-]+):\n((?: {4}.*\n)+)/gm)) {
    yield [name!, fields!];
  }
}
