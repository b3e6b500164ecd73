import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { writeSshPublicBlob } from "../../../src/formats/keys/ssh_public_blob.ts";
import { sshReader, sshString, sshUint32 } from "../../../src/formats/keys/ssh_wire.ts";
import { join } from "../../testkit/key_bytes.ts";

// An SSH agent that misbehaves, as a process: `fake_agent.ts FOLDER` listens at FOLDER/<behaviour> for each of them, and
// writes each request to sign as a line of hex to FOLDER/<behaviour>.asked, and each request for its keys as an empty
// line to FOLDER/<behaviour>.listed. What begins with `list-` misbehaves when it is asked for its keys.

type Bytes = Uint8Array<ArrayBuffer>;

const LIST = 11;

const [key, other] = await Promise.all(
  [1, 2].map((byte) => ed25519Signer(new Uint8Array(32).fill(byte))),
);
const blob = writeSshPublicBlob(key!.publicKey);
const IDENTITIES = join("0c", sshUint32(1), sshString(blob), sshString("fake"));

/** What it sends for a request to sign data, or for its keys; null closes the connection, undefined sends nothing. */
type Answer = (data: Bytes) => Promise<Bytes | null | undefined>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  honest: async (data) => answer(await key!.sign(data)),
  refuses: () => Promise.resolve(sshString(Uint8Array.of(5))),
  lies: async (data) => answer(await other!.sign(data)),
  replays: async () => answer(await key!.sign(new Uint8Array(32))),
  garbles: () => Promise.resolve(sshString(new TextEncoder().encode("\x0egarbage"))),
  floods: () => Promise.resolve(join("7fffffff", new Uint8Array(1024))),
  cuts: () => Promise.resolve(join(sshUint32(88), "0e")),
  closes: () => Promise.resolve(null),
  waits: () => Promise.resolve(undefined),
};

/** How it misbehaves, when it is asked for its keys or to sign: `list-garbles` does the one, `garbles` the other. */
const BEHAVIOURS = Object.entries(ANSWERS).flatMap(([behaviour, says]) => [
  { behaviour, list: () => Promise.resolve(sshString(IDENTITIES)), sign: says },
  { behaviour: `list-${behaviour}`, list: () => says(new Uint8Array(32)), sign: says },
]);

function answer(signature: Uint8Array): Bytes {
  return sshString(join("0e", sshString(join(sshString("ssh-ed25519"), sshString(signature)))));
}

const [folder] = Deno.args;

for (const one of BEHAVIOURS) {
  const listener = Deno.listen({ transport: "unix", path: `${folder}/${one.behaviour}` });
  void (async () => {
    for await (const connection of listener) serve(connection, one).catch(() => {});
  })();
}
console.log("listening");

async function serve(
  connection: Deno.UnixConn,
  { behaviour, list, sign }: typeof BEHAVIOURS[number],
): Promise<void> {
  while (true) {
    const request = await read(connection, sshReader(await read(connection, 4)).uint32());
    const isList = request[0] === LIST;
    const [file, line] = isList ? ["listed", "\n"] : ["asked", `${request.toHex()}\n`];
    await Deno.writeTextFile(`${folder}/${behaviour}.${file}`, line, { append: true });
    const sent = isList ? await list() : await sign(dataOf(request));
    if (sent) await connection.write(sent);
    const misbehaves = isList === behaviour.startsWith("list-");
    if (sent === null || misbehaves && behaviour.endsWith("cuts")) return connection.close();
  }
}

/** What a request to sign has behind its type and the key. */
function dataOf(request: Bytes): Bytes {
  const reader = sshReader(request.subarray(1));
  reader.string();
  return reader.string();
}

async function read(connection: Deno.UnixConn, length: number): Promise<Bytes> {
  const whole = new Uint8Array(length);
  for (let filled = 0; filled < length;) {
    const count = await connection.read(whole.subarray(filled));
    if (count === null) throw new Error("closed");
    filled += count;
  }
  return whole;
}
