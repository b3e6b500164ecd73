import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { programsIn } from "./programs_in.ts";
import { SYSTEM_PROGRAMS } from "./system_programs.ts";
import { parseTranscript, type Transcript } from "./transcript_parse.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Where every program may be used. */
const SYSTEM_FOLDERS = ["tests/system/", "tests/executables/"];

/** What names them only, and what starts them for tests below tests/system/ alone. */
const EXCEPTIONS = [
  "tests/testkit/system_programs.ts",
  "tests/testkit/system_programs_test.ts",
  "tests/testkit/shell.ts",
  "tests/docs/page_settings.ts",
];

const NAMES = [...SYSTEM_PROGRAMS.keys()].join("|");

const PROGRAM = `["'\`](?:/usr/s?bin/)?(?:${NAMES})`;

/**
 * A program that source starts: the first argument of a call, the first word of a list or of a line with options behind
 * it, or a further command of a line.
 */
const STARTED = new RegExp(
  [
    `(?:Command|run|spawn)\\(\\s*${PROGRAM}["'\`]`,
    `\\[\\s*${PROGRAM}["'\`],\\s*(?:["'\`]-|\\.)`,
    `${PROGRAM} -`,
    `(?:["'\`]\\$|;) (?:${NAMES}) [-\\w./]`,
  ].join("|"),
);

const COMMENTS = /^\s*(?:\/\*\*|\*|\/\/).*$/gm;

Deno.test("outside tests/system/ nothing imports from there, and no test starts a system program", () => {
  const paths = filesBelow("tests/", ".ts").filter((path) => !isSystemFile(path));
  for (const path of paths.filter((path) => !EXCEPTIONS.includes(path))) {
    const text = Deno.readTextFileSync(`${ROOT}${path}`).replaceAll(COMMENTS, "");
    assert.doesNotMatch(text, /["'][./]+\/system\//, path);
    assert.doesNotMatch(text, STARTED, path);
  }
});

Deno.test("a command of a transcript that types a system program says that it needs it", () => {
  const paths = filesBelow("tests/", ".txt").filter((path) => /scripts\/[^/]+$/.test(path));
  assert.notEqual(paths.length, 0);
  assert.deepEqual(
    paths.flatMap((path) => unsaid(parseTranscript(path, Deno.readTextFileSync(`${ROOT}${path}`)))),
    [],
  );
});

const UNSAID: readonly (readonly [text: string, problems: readonly string[]])[] = [
  ["$ openssl version\n", ["t.txt:1: needs openssl"]],
  ["needs: openssl\n$ openssl version\n", []],
  ["$ a\nneeds: openssl\n$ b | openssl dgst\n", []],
  ["$ a; openssl dgst\nneeds: openssl\n$ openssl dgst\n", ["t.txt:1: needs openssl"]],
  ["$ for i in 1 2; do X=1 openssl version; done\n", ["t.txt:1: needs openssl"]],
  ["$ for i in zsh fish bash; do a $i; done\n", []],
  ["$ a && (ssh-keygen -y)\n", ["t.txt:1: needs ssh-keygen"]],
  ["$ chmod 000 k; cat k\n", ["t.txt:1: needs setpriv"]],
  ["$ chmod 300 k; ls k\n", ["t.txt:1: needs setpriv"]],
  ["$ cloacina package verify --recipe openssl\n", []],
  ["$ sh ./x\n-- x --\nopenssl version\n", ["t.txt: needs openssl"]],
  ["needs: nonsense\n$ a\n", ["t.txt: nobody knows nonsense"]],
];

for (const [text, problems] of UNSAID) {
  Deno.test(`what a transcript needs is ${problems.join() || "said"}: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(unsaid(parseTranscript("t.txt", text)), problems);
  });
}

/** The programs that a transcript runs without saying so, and those that it says and that are not known. */
function unsaid({ name, needs, steps, files }: Transcript): readonly string[] {
  const unsaidIn = (text: string, said: readonly string[], place: string) =>
    programsIn(text).filter((program) => !said.includes(program))
      .map((program) => `${place}: needs ${program}`);
  const all = [needs, ...steps.map((step) => step.needs)].flat();
  return [
    ...all.filter((program) => !SYSTEM_PROGRAMS.has(program))
      .map((program) => `${name}: nobody knows ${program}`),
    ...steps.flatMap((step) =>
      unsaidIn(step.command, [...needs, ...step.needs], `${name}:${step.line}`)
    ),
    ...[...files.values()].flatMap((content) => unsaidIn(content, needs, name)),
  ];
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return Deno.readDirSync(`${ROOT}${folder}`).toArray().flatMap(({ name, isDirectory }) => {
    if (isDirectory) return filesBelow(`${folder}${name}/`, ending);
    return name.endsWith(ending) ? [`${folder}${name}`] : [];
  });
}

function isSystemFile(path: string): boolean {
  return SYSTEM_FOLDERS.some((folder) => path.startsWith(folder));
}
