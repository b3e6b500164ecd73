/** How a client begins to speak HTTP/2 (RFC 9113, section 3.4), and its empty SETTINGS. */
const PREFACE = new TextEncoder().encode("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
const SETTINGS = [0, 0, 0, 4, 0, 0, 0, 0, 0];

/** END_STREAM and END_HEADERS. */
const WHOLE = 0x05;

/**
 * A connection's first bytes: the preface and one GET, with any headers, which no client library would send (RFC 7541,
 * section 6.2.2: literals, without an index). Values are ASCII of at most 126 characters.
 */
export function bytesOverHttp2(
  headers: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const all = { ":method": "GET", ":scheme": "http", ...headers };
  const block = Object.entries(all).flatMap(([name, value]) => [0, ...text(name), ...text(value)]);
  const frame = [0, block.length >> 8, block.length & 0xff, 1, WHOLE, 0, 0, 0, 1, ...block];
  return Uint8Array.from([...PREFACE, ...SETTINGS, ...frame]);
}

function text(value: string): readonly number[] {
  return [value.length, ...new TextEncoder().encode(value)];
}
