import assert from "node:assert/strict";
import { type KeyFile, parseKeyFile } from "../../../src/formats/keys/key_file.ts";
import { join, utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";

/** Key files whose text is PEM. */
const PEMS = {
  "a private PEM": sample.PRIVATE_PEM,
  "an encrypted PEM": sample.SCRYPT_PEM,
  "an OpenSSH key": sample.OPENSSH_PEM,
  "a public PEM": sample.PUBLIC_PEM,
  "a bundle of public PEMs": sample.PUBLIC_PEM + sample.PUBLIC_PEM,
};

/** Key files in other texts, and in DER. */
const OTHERS = {
  "a private JWK": sample.PRIVATE_JWK,
  "an OpenSSH line": sample.SSH_LINE,
  "hex": sample.PUBLIC_KEY,
  "base64": Uint8Array.fromHex(sample.PUBLIC_KEY).toBase64(),
};

const DERS = {
  "a private DER": join("302e020100300506032b657004220420", sample.SEED),
  "a public DER": join("302a300506032b6570032100", sample.PUBLIC_KEY),
};

type Dress = (text: string) => string | Uint8Array<ArrayBuffer>;

/** How any text arrives from editors, shells and CI systems. */
const OF_ANY_TEXT: Readonly<Record<string, Dress>> = {
  "as it is": (text) => text,
  "without its last line break": (text) => text.trimEnd(),
  "with a carriage return left at its end": (text) => `${text.trimEnd()}\r`,
  "with CRLF": (text) => text.replaceAll("\n", "\r\n"),
  "after a byte order mark": (text) => `\u{feff}${text}`,
  "in UTF-16 of Windows": (text) => utf16(text, "little"),
  "in UTF-16, big end first": (text) => utf16(text, "big"),
  "in double quotes": (text) => `"${text.trimEnd()}"\n`,
  "in single quotes": (text) => `'${text.trimEnd()}'`,
  "in base64": (text) => utf8(text).toBase64(),
  "in base64 with lines of 76": (text) => utf8(text).toBase64().replace(/.{76}/g, "$&\n") + "\n",
  "in base64 with CRLF": (text) => utf8(text).toBase64().replace(/.{64}/g, "$&\r\n"),
  "in base64 of base64": (text) => utf8(utf8(text).toBase64()).toBase64(),
  "in base64 after a byte order mark": (text) => utf8(`\u{feff}${text}`).toBase64(),
};

/** How PEM arrives besides. */
const OF_PEM: Readonly<Record<string, Dress>> = {
  "with CR": (text) => text.replaceAll("\n", "\r"),
  "with escaped line breaks": (text) => text.replaceAll("\n", "\\n"),
  "with escaped line breaks in double quotes": (text) => JSON.stringify(text),
  "with escaped CRLF": (text) => text.replaceAll("\n", "\\r\\n"),
  "with escaped line breaks and real ones": (text) => text.replaceAll("\n", "\\n\n"),
  "in one line, with spaces": (text) => text.replaceAll("\n", " "),
  "in one line, without spaces": (text) => text.replaceAll("\n", ""),
  "with its base64 in one line": (text) => text.replaceAll(/(?<!-)\n(?!-)/g, ""),
  "indented": (text) => text.replaceAll(/^/gm, "    "),
  "with blank lines": (text) => text.replaceAll("\n", "\n\n"),
  "with space at line ends": (text) => text.replaceAll("\n", " \t\n"),
  "between other text": (text) => `Bag Attributes\n  key: 1\n${text}the end\n`,
  "after text in Latin-1": (text) => join(utf8("cl"), "e9", utf8(`\n${text}`)),
};

for (const [name, file] of Object.entries(PEMS)) {
  for (const [way, dress] of Object.entries({ ...OF_ANY_TEXT, ...OF_PEM })) {
    Deno.test(`a key file is read ${way}: ${name}`, () => assertRead(dress(file), utf8(file)));
  }
}

for (const [name, file] of Object.entries(OTHERS)) {
  for (const [way, dress] of Object.entries(OF_ANY_TEXT)) {
    Deno.test(`a key file is read ${way}: ${name}`, () => assertRead(dress(file), utf8(file)));
  }
}

for (const [name, file] of Object.entries(DERS)) {
  Deno.test(`a key file is read in base64: ${name}`, async () => {
    const base64 = file.toBase64();
    await assertRead(base64, file);
    await assertRead(`${base64}\n`, file);
    await assertRead(`"${base64.replace(/.{30}/g, "$&\\n")}"`, file);
    await assertRead(`\u{feff}${base64.replace(/.{30}/g, "$&\r\n")}\r`, file);
  });
}

Deno.test("what is written like PEM in a comment is no trusted key", async () => {
  const second = sample.PUBLIC_PEM.replaceAll("\n", "");
  const broken = ["\\n", "\\r\\n", "\u2028", "\u2029", "\u0085", "\v", "\f"]
    .map((end) => `# old: ${end}${sample.PUBLIC_PEM.replaceAll("\n", end)}\n`);
  for (
    const comment of [`# ${second}\n`, `#${second}\n`, `// ${second}\n`, `x ${second}\n`, ...broken]
  ) {
    const { half, keys } = await publicKeys(comment + sample.PUBLIC_PEM);
    assert.deepEqual([half, keys.length], ["public", 1]);
  }
});

Deno.test("PEM after a comment is no key where all stands in one line", async () => {
  const text = `# old\n${sample.PUBLIC_PEM}`.replaceAll("\n", "\\n");
  await assert.rejects(publicKeys(text), {
    code: "invalid_key",
    message: 'Cannot read the key "FILE": its PEM boundary does not start a line',
  });
  const between = `${sample.PUBLIC_PEM}# old\n${sample.PUBLIC_PEM}`.replaceAll("\n", "\\n");
  await assert.rejects(publicKeys(between), {
    message: 'Cannot read the key "FILE": it has other text between PEM blocks in one line',
  });
});

Deno.test("a file of line breaks or white space takes no more steps than it has characters", async () => {
  const boundary = "x-----BEGIN PUBLIC KEY-----";
  for (const filler of ["\n", "\r", " ", "\t", "\u2028"]) {
    const text = `x${filler.repeat(20_000)}`;
    await assert.rejects(publicKeys(`${text}${boundary}`), { code: "invalid_key" });
    await assert.rejects(publicKeys(`${text}x`), { code: "invalid_key" });
  }
});

Deno.test("a JWK that is a set as well is neither", async () => {
  const jwk = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" };
  await assert.rejects(publicKeys(JSON.stringify({ ...jwk, keys: [jwk] })), {
    code: "invalid_key",
    message: 'Cannot read the key "FILE": it is a JWK and a set of JWKs at once',
  });
});

/** Asserts that a file is the key that `expected` is, in the same format. */
async function assertRead(file: string | Uint8Array, expected: Uint8Array): Promise<void> {
  const bytes = typeof file === "string" ? utf8(file) : file;
  const before = bytes.slice();
  const read = await parseKeyFile(bytes, "FILE");
  assert.deepEqual(bytes, before);
  assert.deepEqual(await summary(read), await summary(await parseKeyFile(expected, "FILE")));
}

async function publicKeys(file: string): Promise<Extract<KeyFile, { half: "public" }>> {
  const read = await parseKeyFile(utf8(file), "FILE");
  assert.ok(read.half === "public");
  return read;
}

async function summary(file: KeyFile): Promise<readonly unknown[]> {
  if (file.half === "public") {
    return [file.format, ...file.keys.map(({ fingerprint }) => fingerprint)];
  }
  const key = file.key.locked ? await file.key.unlock(sample.PASSPHRASE) : file.key;
  assert.equal(key.seed.toHex(), sample.SEED);
  return [key.format, key.isWholeFile];
}

function utf16(text: string, end: "little" | "big"): Uint8Array<ArrayBuffer> {
  const units = [...utf8(text)].map((byte) => end === "big" ? [0, byte] : [byte, 0]);
  return Uint8Array.from([...end === "big" ? [0xfe, 0xff] : [0xff, 0xfe], ...units.flat()]);
}
