/** A UUID (RFC 9562, section 4), in either case. */
export const UUID = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

/** A UUID in lower case. */
export const LOWER_UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** 32 bytes in hex, such as a SHA-256, in either case. */
export const HEX_32_BYTES = /^[0-9a-fA-F]{64}$/;

/** 32 bytes in lower-case hex. */
export const LOWER_HEX_32_BYTES = /^[0-9a-f]{64}$/;
