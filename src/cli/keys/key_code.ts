import type { PublicKey } from "../../domain/public_key.ts";
import { CloacinaError } from "../../errors.ts";

/** How a code is printed: the width of the terminal, null for none, and whether it may be coloured. */
interface CodeForm {
  readonly columns: number | null;
  readonly isColoured: boolean;
}

/** A public key as `keys trust` and `--trust-key` take it, which is what its code holds. */
export function inlineForm({ bytes }: Pick<PublicKey, "bytes">): string {
  return `ed25519:${bytes.toBase64()}`;
}

/** White on black of the fixed part of the palette, which themes leave as it is. */
const COLOURS = ["\x1b[38;5;231;48;5;16m", "\x1b[0m"] as const;

/** By whether the upper and the lower of two modules are light. */
const BLOCKS = [[" ", "▄"], ["▀", "█"]] as const;

/**
 * A QR code of a public key, two rows of modules a line. Light modules are blocks: without colours, the code is as it
 * should be on a dark terminal, and inverted on a light one. Throws `invalid_request` if the terminal is too narrow.
 */
export async function keyCode(key: PublicKey, { columns, isColoured }: CodeForm): Promise<string> {
  const { default: encodeQR } = await import("qr");
  // The lowest correction makes the code fit into 40 columns: a screen has no scratches.
  const modules = encodeQR(inlineForm(key), "raw", { ecc: "low", border: 4 });
  if (columns !== null && columns < modules.length) throw tooNarrow(modules.length, columns);
  const [start, end] = isColoured ? COLOURS : ["", ""];
  return Array.from({ length: Math.ceil(modules.length / 2) }, (_, line) => {
    const [upper, lower] = [modules[2 * line]!, modules[2 * line + 1]];
    const blocks = upper.map((isDark, column) => BLOCKS[isDark ? 0 : 1][lower?.[column] ? 0 : 1]);
    return `${start}${blocks.join("")}${end}\n`;
  }).join("");
}

function tooNarrow(needed: number, columns: number): CloacinaError {
  const state = `it takes ${needed} columns, and the terminal has ${columns}`;
  return new CloacinaError("invalid_request", `Cannot print the QR code: ${state}`);
}
