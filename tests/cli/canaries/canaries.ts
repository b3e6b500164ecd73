import { toBase32 } from "../../testkit/base32.ts";
import { formatApiToken } from "../../../src/formats/api_token.ts";

/** A secret, and the pieces by which it would be found where it has leaked. */
export interface Canary {
  readonly kind: string;
  readonly text: string;
  readonly needles: readonly string[];
  /** True where nothing tells it from a name: what may be called anything repeats it. */
  readonly mayBeName?: true;
}

/** A seed that stands in no other test, so that nothing prints its key by right. */
const SEED = Uint8Array.fromHex("a41f6d0b92c3e857d0396bf1248ea7c5e2b87d134f90a65cc1d87e2b6a03f95d");
const HEX = SEED.toHex();
const BASE64 = SEED.toBase64();
const DER = new Uint8Array([...Uint8Array.fromHex("302e020100300506032b657004220420"), ...SEED]);
const BODY = DER.toBase64();
const D = SEED.toBase64({ alphabet: "base64url", omitPadding: true });
const PEM = `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----\n`;
const JWK = `{"kty":"OKP","crv":"Ed25519","d":"${D}"}`;
const TOKEN = formatApiToken(Uint8Array.from(SEED, (byte) => byte ^ 0x5a));
/** As a seed and its public key; the latter does not matter here. */
const PAIR = new Uint8Array([...SEED, ...SEED]);
const MINISIGN = new TextEncoder().encode("EdScB2");
const PASSWORD = "pA55-word";

/** Every kind of secret that this program handles, in the forms that a shell makes of it. */
export const CANARIES: readonly Canary[] = [
  { kind: "PEM", text: PEM, needles: [BODY.slice(28, 44), BODY.slice(40, 60)] },
  { kind: "PEM in base64", text: btoa(PEM), needles: windows(btoa(PEM), 16) },
  { kind: "PKCS #8 in base64", text: BODY, needles: [BODY.slice(28, 44), BODY.slice(40, 60)] },
  { kind: "seed in hex", text: HEX, needles: windows(HEX, 12) },
  { kind: "seed in upper-case hex", text: HEX.toUpperCase(), needles: windows(HEX, 12) },
  { kind: "seed in base64", text: BASE64, needles: windows(BASE64, 10) },
  { kind: "seed in base64url", text: D, needles: windows(D, 10) },
  { kind: "JWK", text: JWK, needles: windows(D, 10) },
  { kind: "API token", text: TOKEN, needles: windows(TOKEN.slice(4), 10) },
  ofUrl(`postgres://user:${PASSWORD}@db.invalid/cloacina`),
  {
    kind: "passphrase",
    text: "correct staple battery 7391",
    needles: ["staple"],
    mayBeName: true,
  },
];

/** The same key as other tools, or a copy that went wrong, write it. */
export const SPELLINGS: readonly Canary[] = [
  { kind: "hex behind 0x", text: `0x${HEX}`, needles: windows(HEX, 12) },
  { kind: "hex with a sign behind it", text: `${HEX}:`, needles: windows(HEX, 12) },
  { kind: "hex without its end", text: HEX.slice(0, 62), needles: windows(HEX, 12) },
  spelled("hex in pairs", HEX.replace(/..(?=.)/g, "$&:"), 15),
  spelled("base64 in an object", `{"k":"${BASE64}"}`, 12),
  spelled("base64 without its end", BASE64.slice(0, 42), 10),
  spelled("base64 behind the algorithm", `ed25519:${BASE64}`, 16),
  spelled("NaCl key in base64", PAIR.toBase64(), 16),
  spelled("Nix key", `cache-1:${PAIR.toBase64()}`, 16),
  spelled("minisign key", new Uint8Array([...MINISIGN, ...PAIR]).toBase64(), 16),
  spelled("securesystemslib key", `{"keyval":{"private":"${HEX}"}}`, 16),
  spelled("base32", toBase32(SEED), 10),
  spelled("API token without its beginning", TOKEN.slice(2), 10),
];

function spelled(kind: string, text: string, length: number): Canary {
  return { kind, text, needles: windows(text, length) };
}

/** Further ways to write a URL with its password, right and wrong. */
export const URL_CANARIES: readonly Canary[] = [
  `postgres//user:${PASSWORD}@db.invalid/cloacina`,
  `postgres://user:${PASSWORD}/@127.0.0.1:1/cloacina`,
  `postgres://us@er:${PASSWORD}@127.0.0.1:1/cloacina`,
  `postgres://user:${PASSWORD}@127.0.0.1:1/cloacina?sslmode=${PASSWORD}`,
  `postgres://user:${PASSWORD}@127.0.0.1:port/cloacina`,
  `postgres://127.0.0.1:1/cloacina?user=u&password=${PASSWORD}`,
  `postgres://user:${PASSWORD}`,
  `https://user:${PASSWORD}@127.0.0.1:1`,
  `http://127.0.0.1:1/?password=${PASSWORD}`,
  `host=db.invalid user=u password=${PASSWORD}`,
  `user:${PASSWORD}@db.invalid/cloacina`,
  `mysql://user:${PASSWORD}@db.invalid/cloacina`,
  `sqlite://user:${PASSWORD}@db.invalid/cloacina`,
].map(ofUrl);

function ofUrl(text: string): Canary {
  return { kind: "URL with a password", text, needles: [PASSWORD] };
}

function windows(text: string, length: number): readonly string[] {
  return Array.from(
    { length: text.length - length + 1 },
    (_, start) => text.slice(start, start + length),
  );
}
