import assert from "node:assert/strict";
import fc from "fast-check";
import { CloacinaError } from "../../../src/errors.ts";
import { parseChecksumFile } from "../../../src/formats/checksums/checksum_file.ts";
import { checksumKind } from "../../../src/formats/checksums/checksum_kind.ts";

const A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const B = "3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d";

function parse(text: string | Uint8Array) {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return parseChecksumFile(bytes, "SHA256SUMS");
}

function kindOf(text: string) {
  return checksumKind(new TextEncoder().encode(text));
}

async function run(command: string, args: readonly string[], cwd: string): Promise<Uint8Array> {
  const { success, stdout } = await new Deno.Command(command, { args: [...args], cwd }).output();
  assert(success, command);
  return stdout;
}

const ACCEPTED: readonly (readonly [string, string, readonly string[]])[] = [
  ["text mode", `${A}  a\n`, ["a"]],
  ["binary mode", `${A} *a\n`, ["a"]],
  ["a name that begins with a space or a star", `${A}   a\n${A}  *a\n`, [" a", "*a"]],
  ["no newline at the end", `${A}  a`, ["a"]],
  ["lines of Windows, empty ones and comments", `# made by\r\n\r\n${A}  a\r\n`, ["a"]],
  ["upper-case hex", `${A.toUpperCase()}  a\n`, ["a"]],
  ["escapes", `\\${A}  a\\\\b\\nc\\rd\n`, ["a\\b\nc\rd"]],
  ["a backslash that is none", `${A}  a\\b\n`, ["a\\b"]],
  ["--tag", `SHA256 (a) (b).so) = ${A}\n\\SHA256 (a\\nb) = ${A}\n`, ["a) (b).so", "a\nb"]],
  ["folders below, and dots that lead nowhere", `${A}  ./x/y..z/...\n`, ["./x/y..z/..."]],
];

for (const [what, text, paths] of ACCEPTED) {
  Deno.test(`read: ${what}`, () => {
    assert.deepEqual(parse(text), paths.map((path) => ({ path, hash: A })));
    assert.equal(kindOf(text), "sha256");
  });
}

Deno.test("read: a name that fills the list, with escapes", () => {
  const name = "b".repeat(15_000_000);
  const [listed, ...others] = parse(`\\${A}  a\\n${name}\n`);
  assert.equal(listed?.path === `a\n${name}`, true);
  assert.deepEqual(others, []);
});

const LINE = "line 1 is not HASH, two spaces and a name";
const OUTSIDE = "line 1 names a file outside the directory of the list";
const REFUSED: readonly (readonly [string, string, string])[] = [
  ["one space", `${A} a\n`, LINE],
  ["a tab", `${A}\ta\n`, LINE],
  ["a space before it", ` ${A}  a\n`, LINE],
  ["no name", `${A}  \n`, LINE],
  ["a short hash", `${A.slice(1)}  a\n`, LINE],
  ["a long hash", `${A}0  a\n`, LINE],
  ["another algorithm", `SHA512 (a) = ${A}${A}\n`, LINE],
  ["an escape that there is not", `\\${A}  a\\tb\n`, LINE],
  ["half an escape", `\\${A}  a\\\n`, LINE],
  ["NUL in a name", `${A}  a\0b\n`, LINE],
  ["a byte order mark", `\ufeff${A}  a\n`, LINE],
  ["a message", "gpg: signature made\n", LINE],
  ["a later line", `${A}  a\n# ok\njunk\n`, "line 3 is not HASH, two spaces and a name"],
  ["an absolute path", `${A}  /etc/passwd\n`, OUTSIDE],
  ["an absolute path of Windows", `${A}  C:\\x\n`, OUTSIDE],
  ["a way up", `${A}  ../a\n`, OUTSIDE],
  ["a way up from below", `${A}  x/../../a\n`, OUTSIDE],
  ["a way up that is escaped", `\\${A}  ..\\\\a\n`, OUTSIDE],
  ["a way up with --tag", `SHA256 (x/..) = ${A}\n`, OUTSIDE],
];

for (const [what, text, state] of REFUSED) {
  Deno.test(`refused: ${what}`, () => {
    assert.throws(() => parse(text), {
      code: "invalid_request",
      message: `Cannot read the checksums in "SHA256SUMS": ${state}`,
    });
  });
}

Deno.test("refused: what is not UTF-8, too long, or lists nothing", () => {
  assert.equal(parse(`${A}  a\n`.repeat(100_000)).length, 100_000);
  assert.throws(() => parse(`${A}  a\n`.repeat(100_001)), {
    message: 'Cannot read the checksums in "SHA256SUMS": it has more than 100,000 lines',
  });
  for (const text of ["", "\n\n", "# none\n"]) {
    assert.throws(() => parse(text), {
      message: 'Cannot read the checksums in "SHA256SUMS": it lists no file',
    });
  }
  assert.throws(() => parse(new Uint8Array([...new TextEncoder().encode(`${A}  `), 0xff])), {
    message: 'Cannot read the checksums in "SHA256SUMS": it is not UTF-8',
  });
  assert.throws(() => parse(new Uint8Array(16 * 1024 * 1024 + 1)), {
    message: 'Cannot read the checksums in "SHA256SUMS": it has more than 16 MiB',
  });
});

Deno.test("what sha256sum writes is read, in each of its forms, whatever the files are called", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    const names = ["a", " b", "*c", "d\\e", "f\ng", "h\ri", "jö 😀", "-", "k  l", "#m", "(n) = o"];
    for (const name of names) await Deno.writeTextFile(`${folder}/${name}`, name);
    for (const form of [["--text"], ["--binary"], ["--tag"]]) {
      const list = await run(
        "sha256sum",
        [...form, "--", ...names.map((name) => `./${name}`)],
        folder,
      );
      assert.deepEqual(parse(list).map(({ path }) => path), names.map((name) => `./${name}`));
      assert.equal(checksumKind(list), "sha256");
      for (const { path, hash } of parse(list)) {
        const [found] = parse(await run("sha256sum", ["--", path], folder));
        assert.equal(hash, found?.hash);
      }
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("lists of other checksums are told from lists of these and from other files", async () => {
  for (const command of ["md5sum", "sha1sum", "sha224sum", "sha384sum", "sha512sum", "b2sum"]) {
    for (const form of ["--text", "--binary", "--tag"]) {
      const list = new TextDecoder().decode(await run(command, [form, "/dev/null"], "/"));
      assert.equal(kindOf(list), "other", list);
    }
  }
  const others = [
    "",
    "BZh91AY&SY",
    "\x7fELF",
    `${A}`,
    `${A}\n`,
    `x${A}  a`,
    "Copyright (c) = 2026",
  ];
  for (const text of others) assert.equal(kindOf(text), null, text);
});

Deno.test("any bytes give a list or a coded error", () => {
  const pieces = fc.constantFrom(
    A,
    B,
    "  ",
    " *",
    "\\",
    "\n",
    "\r",
    "a",
    "..",
    "/",
    "SHA256 (",
    ") = ",
    "\0",
    "\xff",
  );
  fc.assert(fc.property(fc.array(pieces), (parts) => {
    try {
      for (const { path } of parse(parts.join(""))) assert(!path.split("/").includes(".."));
    } catch (error) {
      assert(error instanceof CloacinaError, String(error));
    }
  }));
});
