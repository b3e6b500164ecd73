import assert from "node:assert/strict";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { join, utf8 } from "../../testkit/key_bytes.ts";
import * as sample from "../../testkit/sample_keys.ts";

const { FINGERPRINT, PUBLIC_KEY, PUBLIC_PEM, SSH_LINE } = sample;

/** The example of RFC 8410, section 10.1. */
const OTHER_PEM = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
`;
const OTHER_KEY = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

const READABLE: readonly (readonly [name: string, file: string | Uint8Array])[] = [
  ["PEM", PUBLIC_PEM],
  ["PEM with CRLF", PUBLIC_PEM.replaceAll("\n", "\r\n")],
  ["DER", join("302a300506032b6570032100", PUBLIC_KEY)],
  ["raw bytes", Uint8Array.fromHex(PUBLIC_KEY)],
  ["hex", PUBLIC_KEY],
  ["hex in upper case and white space", ` ${PUBLIC_KEY.toUpperCase()}\r\n`],
  ["base64", Uint8Array.fromHex(PUBLIC_KEY).toBase64()],
  ["base64 in white space", `\n\t${Uint8Array.fromHex(PUBLIC_KEY).toBase64()}\n`],
  ["a JWK", sample.PUBLIC_JWK],
  ["a JWK with other members", `{"use":"sig",${sample.PUBLIC_JWK.slice(1)}`],
  ["an OpenSSH line", SSH_LINE],
  ["an OpenSSH line with a comment", `${SSH_LINE.trim()} Zoë  @ home\r\n`],
  ["an OpenSSH line with a tab", SSH_LINE.replace(" ", "\t")],
];

for (const [name, file] of READABLE) {
  Deno.test(`a public key is read from ${name}`, async () => {
    const bytes = typeof file === "string" ? utf8(file) : file;
    const [key, ...others] = await parsePublicKeys(bytes, "FILE");
    assert.equal(key!.bytes.toHex(), PUBLIC_KEY);
    assert.equal(key!.fingerprint, FINGERPRINT);
    assert.deepEqual(others, []);
  });
}

Deno.test("a bundle holds any number of keys, in order, with text around them", async () => {
  const bundle = `# release\n${PUBLIC_PEM}\n# spare ---\n${OTHER_PEM}${PUBLIC_PEM}# end`;
  const keys = await parsePublicKeys(utf8(bundle), "FILE");
  assert.deepEqual(keys.map(({ bytes }) => bytes.toHex()), [PUBLIC_KEY, OTHER_KEY, PUBLIC_KEY]);
});

Deno.test("a private key is refused, with a hint at its public half", async () => {
  await assert.rejects(parsePublicKeys(utf8(sample.PRIVATE_PEM), "FILE"), {
    code: "invalid_key",
    message: 'Cannot read the public key "FILE": it is a private key',
    hint: "`cloacina keys convert FILE --format pem` writes its public half",
  });
});

Deno.test("the key does not share its bytes with the file", async () => {
  const file = Uint8Array.fromHex(PUBLIC_KEY);
  const [key] = await parsePublicKeys(file, "FILE");
  file.fill(0);
  assert.equal(key!.bytes.toHex(), PUBLIC_KEY);
});
