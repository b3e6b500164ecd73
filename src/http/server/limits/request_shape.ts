import { refuse } from "../refusal.ts";

/** The most header lines of a request; our own have fewer than ten. */
const MAX_HEADERS = 64;

/** The most that all headers together may hold, in bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/** An escaped slash, dot, backslash or NUL, which two readers of the same path may interpret differently. */
const AMBIGUOUS_PATH = /%2f|%2e|%5c|%00|\\/i;

/**
 * Refuses a request that another reader, such as a proxy, may read as a different one (RFC 9112, section 6.3). Must run
 * before anything else looks at the request. Throws with status 400 or 431, and closes the connection where needed.
 */
export function requirePlainRequest(request: Request): void {
  requireBounded(request.headers);
  requireOneLength(request.headers);
  requireOneOfEach(request.headers);
  requirePlainPath(request.url);
}

function requireBounded(headers: Headers): void {
  let [count, bytes] = [0, 0];
  for (const [name, value] of headers) {
    count += 1;
    bytes += name.length + value.length;
  }
  if (count > MAX_HEADERS || bytes > MAX_HEADER_BYTES) {
    throw refuse(431, "Cannot read the request: it has too many headers");
  }
}

function requireOneLength(headers: Headers): void {
  const length = headers.get("content-length");
  const coding = headers.get("transfer-encoding");
  if (length !== null && coding !== null) {
    throw ambiguous("it has both a content-length and a transfer-encoding");
  }
  if (length !== null && !/^\d{1,15}$/.test(length)) {
    throw ambiguous("its content-length is not a number");
  }
  if (coding !== null && coding.toLowerCase() !== "chunked") {
    throw ambiguous("its transfer coding is not chunked");
  }
}

/** The values of a repeated header are joined by a comma. A media type, a host and a token contain none. */
function requireOneOfEach(headers: Headers): void {
  for (const name of ["authorization", "host", "content-type"]) {
    if (headers.get(name)?.includes(",")) throw ambiguous(`it repeats the header ${name}`);
  }
}

function requirePlainPath(url: string): void {
  if (!URL.canParse(url)) throw malformed("its host or its path is malformed");
  const path = url.replace(/[?#].*$/s, "");
  if (AMBIGUOUS_PATH.test(path)) throw malformed("its path has an escaped slash, dot or NUL");
}

function malformed(state: string) {
  return refuse(400, `Cannot read the request: ${state}`);
}

/** Whatever follows on the connection may not be a request, so the connection is closed. */
function ambiguous(state: string) {
  return refuse(400, `Cannot read the request: ${state}`, { connection: "close" });
}
