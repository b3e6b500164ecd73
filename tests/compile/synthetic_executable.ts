import { Buffer } from "node:buffer";

/** What a made-up executable says of itself; the default is a good one of linux x64. */
export interface SyntheticExecutable {
  readonly machine?: number;
  readonly denoVersion?: string;
  readonly metadata?: unknown;
  readonly files?: unknown;
  /** What the last 8 bytes say, in place of the trailer's true length. */
  readonly claimedLength?: bigint;
}

/** The length of the runtime in front of a synthetic executable's trailer. */
export const SYNTHETIC_RUNTIME_LENGTH = 256;

/** Bytes that have the parts of a compiled ELF executable that are read, and nothing else. */
export function syntheticExecutable(facts: SyntheticExecutable = {}): Uint8Array {
  const program = Buffer.concat([
    Buffer.from("d3n0l4nd"),
    section(facts.metadata ?? { argv: [] }),
    Buffer.alloc(24),
    section(facts.files ?? [{ File: { n: "main.js", o: [0, 1] } }]),
    Buffer.from("d3n0l4nd"),
  ]);
  const footer = Buffer.alloc(16);
  footer.writeUInt32LE(0x501e, 0);
  footer.writeBigUInt64LE(facts.claimedLength ?? BigInt(program.length + footer.length), 8);
  return new Uint8Array(Buffer.concat([runtime(facts), program, footer]));
}

function runtime({ machine = 0x3e, denoVersion = "2.7.11" }: SyntheticExecutable): Buffer {
  const bytes = Buffer.alloc(SYNTHETIC_RUNTIME_LENGTH);
  bytes.writeUInt32BE(0x7f454c46, 0);
  bytes.writeUInt16BE(0x0201, 4);
  bytes.writeUInt16LE(machine, 18);
  // Literals stand without an end between them, as in the real runtime.
  bytes.write(`OTel-Exporter-Deno/0.80.0Deno/${denoVersion}Deno/${denoVersion}+6ddbb096ddbb09`, 64);
  return bytes;
}

function section(content: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(content));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}
