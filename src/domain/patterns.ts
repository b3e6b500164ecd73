/** A UUID in lower case, to be put into larger patterns. */
export const LOWER_UUID_SOURCE = uuidOf("[0-9a-f]");

/** 32 bytes in lower-case hex, such as a SHA-256, to be put into larger patterns. */
export const LOWER_HEX_32_BYTES_SOURCE = "[0-9a-f]{64}";

/** A UUID (RFC 9562, section 4), in either case. */
export const UUID = new RegExp(`^${uuidOf("[0-9a-fA-F]")}$`);

/** A UUID in lower case. */
export const LOWER_UUID = new RegExp(`^${LOWER_UUID_SOURCE}$`);

/** 32 bytes in hex, such as a SHA-256, in either case. */
export const HEX_32_BYTES = /^[0-9a-fA-F]{64}$/;

/** 64 bytes in hex, such as a seed followed by its public key, in either case. */
export const HEX_64_BYTES = /^[0-9a-fA-F]{128}$/;

/** 32 bytes in lower-case hex. */
export const LOWER_HEX_32_BYTES = new RegExp(`^${LOWER_HEX_32_BYTES_SOURCE}$`);

/** The prefix of every API token, by which secret scanners find leaked ones. */
export const API_TOKEN_PREFIX = "clk_";

function uuidOf(digit: string): string {
  return `${digit}{8}(?:-${digit}{4}){3}-${digit}{12}`;
}
