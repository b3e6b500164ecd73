import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { writeSshPublicBlob } from "../../../src/formats/keys/ssh_public_blob.ts";
import { sshReader, sshString, sshUint32 } from "../../../src/formats/keys/ssh_wire.ts";
import { join } from "../../testkit/key_bytes.ts";

// An SSH agent that misbehaves, as a process: `fake_agent.ts FOLDER` listens at FOLDER/<behaviour> for each of them, and
// writes each request to sign as a line of hex to FOLDER/<behaviour>.asked.

type Bytes = Uint8Array<ArrayBuffer>;

const LIST = 11;

const [key, other] = await Promise.all(
  [1, 2].map((byte) => ed25519Signer(new Uint8Array(32).fill(byte))),
);
const blob = writeSshPublicBlob(key!.publicKey);
const IDENTITIES = join("0c", sshUint32(1), sshString(blob), sshString("fake"));

/** What it sends for a request to sign data, whatever that is; null closes the connection, undefined sends nothing. */
const ANSWERS: Readonly<Record<string, (data: Bytes) => Promise<Bytes | null | undefined>>> = {
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

function answer(signature: Uint8Array): Bytes {
  return sshString(join("0e", sshString(join(sshString("ssh-ed25519"), sshString(signature)))));
}

const [folder] = Deno.args;

for (const [behaviour, sign] of Object.entries(ANSWERS)) {
  const listener = Deno.listen({ transport: "unix", path: `${folder}/${behaviour}` });
  void (async () => {
    for await (const connection of listener) {
      serve(connection, { behaviour, sign }).catch(() => {});
    }
  })();
}
console.log("listening");

async function serve(
  connection: Deno.UnixConn,
  { behaviour, sign }: { readonly behaviour: string; readonly sign: typeof ANSWERS[string] },
): Promise<void> {
  while (true) {
    const request = await read(connection, sshReader(await read(connection, 4)).uint32());
    if (request[0] === LIST) {
      await connection.write(sshString(IDENTITIES));
      continue;
    }
    const line = `${request.toHex()}\n`;
    await Deno.writeTextFile(`${folder}/${behaviour}.asked`, line, { append: true });
    const reader = sshReader(request.subarray(1));
    reader.string();
    const sent = await sign!(reader.string());
    if (sent) await connection.write(sent);
    if (sent === null || behaviour === "cuts") return connection.close();
  }
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
