import { type ExecutableFormat, type Target, TARGETS } from "./targets.ts";

/** The facts in the first bytes of an executable. */
export interface ExecutableHeader {
  readonly format: ExecutableFormat;
  readonly machine: number;
}

/** Reads the header of a 64-bit little-endian ELF, Mach-O or PE file; anything else is `undefined`. */
export function readExecutableHeader(file: Uint8Array): ExecutableHeader | undefined {
  if (file.length < 64) return undefined;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return readElf(view) ?? readMachO(view) ?? readPe(view);
}

/** The target of a header, if it is one that is built. */
export function targetOfHeader(header: ExecutableHeader): Target | undefined {
  for (const [target, facts] of Object.entries(TARGETS)) {
    if (facts.format === header.format && facts.machine === header.machine) return target as Target;
  }
  return undefined;
}

function readElf(view: DataView): ExecutableHeader | undefined {
  const isElf64LittleEndian = view.getUint32(0) === 0x7f45_4c46 && view.getUint16(4) === 0x0201;
  return isElf64LittleEndian ? { format: "ELF", machine: view.getUint16(18, true) } : undefined;
}

function readMachO(view: DataView): ExecutableHeader | undefined {
  const isMachO64 = view.getUint32(0) === 0xcffa_edfe;
  return isMachO64 ? { format: "Mach-O", machine: view.getUint32(4, true) } : undefined;
}

function readPe(view: DataView): ExecutableHeader | undefined {
  if (view.getUint16(0) !== 0x4d5a) return undefined;
  const coff = view.getUint32(0x3c, true);
  const isPe = coff + 6 <= view.byteLength && view.getUint32(coff) === 0x5045_0000;
  return isPe ? { format: "PE", machine: view.getUint16(coff + 4, true) } : undefined;
}
