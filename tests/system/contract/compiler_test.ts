import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

// What CONTRIBUTING promises of a new field and of a new verb: the compiler names every place that they need. It is asked
// once, of a copy of the sources that was changed in all of these ways.

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** One change of the sources; `after` takes the place of `before`, which stands there at least once. */
interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A change, what the compiler then says, and where. A pattern may be several files, of which one is named at least. */
interface Case extends Change {
  readonly name: string;
  readonly says: string;
  readonly places: readonly RegExp[];
}

/** The most files in which a new field is written down, that of its type included. */
const MOST_PLACES = 7;

const FIELDS: readonly Case[] = [
  {
    name: "a new field of a stored signature",
    file: "src/domain/records.ts",
    before: "  readonly signedAt: Date;\n",
    after: "  readonly signedAt: Date;\n  readonly newColumn: string;\n",
    says: "Property 'newColumn' is missing",
    places: [
      // What the API, `--json` and the key directory write.
      /^src\/contract\/rows\.ts$/,
      /^src\/operations\/signatures\/signature_record\.ts$/,
      /^src\/store\/(sql|postgres|sqlite)\//,
    ],
  },
  {
    name: "a new field of a signature file",
    file: "src/domain/signature.ts",
    before: "  readonly signedAt: string;\n",
    after: "  readonly signedAt: string;\n  readonly newField: string;\n",
    says: "(Property 'newField' is missing|'new_field' is missing)",
    places: [
      /^src\/contract\/records\.ts$/,
      /^src\/formats\/signature\/detached_signature\.ts$/,
      /^src\/formats\/signature\/serialize_detached_signature\.ts$/,
      /^src\/operations\/package\/sign\.ts$/,
      /^src\/operations\/signatures\/to_signature\.ts$/,
    ],
  },
  {
    name: "a new field of a trust grant",
    file: "src/domain/records.ts",
    before: "  readonly grantedAt: Date;\n",
    after: "  readonly grantedAt: Date;\n  readonly grantedBy: string;\n",
    says: "Property 'grantedBy' is missing",
    places: [
      /^src\/contract\/rows\.ts$/,
      /^src\/operations\/orgs\/grant_trust\.ts$/,
      /^src\/store\/(sql|postgres|sqlite)\//,
    ],
  },
];

const VERBS: readonly Case[] = [
  {
    name: "an entry without a role",
    file: "src/contract/tokens.ts",
    before: '    role: "admin",\n    scope: "own",\n',
    after: '    scope: "own",\n',
    says: "is not assignable to parameter of type 'Described<",
    places: [/^src\/contract\/tokens\.ts$/],
  },
  {
    name: "an entry without a scope",
    file: "src/contract/trusted_keys.ts",
    before: '    role: "admin",\n    scope: "own",\n',
    after: '    role: "admin",\n',
    says: "Property 'scope' is missing",
    places: [/^src\/contract\/trusted_keys\.ts$/],
  },
  {
    name: "an entry whose scope its request cannot have",
    file: "src/contract/orgs.ts",
    before: '    scope: { allOrgs: "grant trust" },\n',
    after: '    scope: "own",\n',
    says: "is not assignable to type '{ readonly allOrgs: string; }'",
    places: [/^src\/contract\/orgs\.ts$/],
  },
  {
    name: "a verb that may sign, without what limits it to signing keys",
    file: "src/contract/packages.ts",
    before: '    keys: "reference",\n',
    after: "",
    says: "is not assignable to parameter of type 'Described<",
    places: [/^src\/contract\/packages\.ts$/],
  },
  {
    name: "a verb without its operation",
    file: "src/operations/local.ts",
    before: "    isKnown: isKnownKey,\n",
    after: "",
    says: "Property 'isKnown' is missing",
    places: [/^src\/operations\/local\.ts$/],
  },
];

const faults = await faultsOf([...FIELDS, ...VERBS]);

for (const one of [...FIELDS, ...VERBS]) {
  Deno.test(`${one.name} does not compile until every place has it`, () => {
    const named = placesOf(one);
    for (const place of one.places) {
      assert.ok(named.some((file) => place.test(file)), `${place} is not among ${named}`);
    }
  });
}

for (const one of FIELDS) {
  Deno.test(`${one.name} has ${MOST_PLACES} places at most`, () => {
    const places = [one.file, ...placesOf(one)];
    assert.ok(places.length <= MOST_PLACES, places.join("\n"));
  });
}

/** The files of which the compiler says it. */
function placesOf({ says }: Case): readonly string[] {
  const matching = faults.filter(({ text }) => new RegExp(says).test(text));
  return [...new Set(matching.map(({ file }) => file))];
}

/** What the compiler says of the changed sources, and in which file. */
async function faultsOf(changes: readonly Change[]) {
  const copy = await Deno.makeTempDir();
  try {
    await copySources(copy);
    for (const change of changes) await make(copy, change);
    const output = await check(copy);
    return output.split(/^(?=TS\d+ \[ERROR\])/m).slice(1).map((text) => ({
      text,
      file: /^ {4}at file:\/\/.*?\/(src\/[\w/]+\.ts):/m.exec(text)?.[1] ?? "(none)",
    }));
  } finally {
    await Deno.remove(copy, { recursive: true });
  }
}

async function copySources(to: string, folder = ""): Promise<void> {
  await Deno.mkdir(`${to}/src/${folder}`, { recursive: true });
  if (folder === "") {
    for (const name of ["main.ts", "deno.json", "deno.lock"]) {
      await Deno.copyFile(`${ROOT}${name}`, `${to}/${name}`);
    }
  }
  for await (const { name, isDirectory } of Deno.readDir(`${ROOT}src/${folder}`)) {
    const path = `${folder}${name}`;
    if (isDirectory) await copySources(to, `${path}/`);
    else await Deno.copyFile(`${ROOT}src/${path}`, `${to}/src/${path}`);
  }
}

async function make(copy: string, { file, before, after }: Change): Promise<void> {
  const path = `${copy}/${file}`;
  const text = await Deno.readTextFile(path);
  assert.ok(text.includes(before), `${file} has no ${before}`);
  await Deno.writeTextFile(path, text.replace(before, after));
}

async function check(copy: string): Promise<string> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["check", "--frozen", "main.ts"],
    cwd: copy,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.ok(!success, "the changed sources compile");
  return new TextDecoder().decode(stderr);
}
