import { refuse } from "../refusal.ts";

/** More header lines than this are no request of ours. */
const MAX_HEADERS = 64;

/** The most that all headers together may hold, in bytes. */
const MAX_HEADER_BYTES = 16 * 1024;

/** An escaped slash, dot, backslash or NUL: two readers of one path would not agree on what it is. */
const AMBIGUOUS_PATH = /%2f|%2e|%5c|%00|\\/i;

/**
 * Refuses a request of which another reader, such as a proxy, may make another request: RFC 9112, section 6.3. It must
 * be the first thing that looks at one. Throws with status 400 or 431, and says where the connection is to be closed.
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
  if (length !== null && coding !== null) throw ambiguous("it has two lengths");
  if (length !== null && !/^\d{1,15}$/.test(length)) throw ambiguous("its length is no number");
  if (coding !== null && coding.toLowerCase() !== "chunked") {
    throw ambiguous("its transfer coding is not chunked");
  }
}

/** Where a header stands twice its values come joined by a comma. A media type, a host and a token have none. */
function requireOneOfEach(headers: Headers): void {
  for (const name of ["authorization", "host", "content-type"]) {
    if (headers.get(name)?.includes(",")) throw ambiguous(`it has several of the header ${name}`);
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

/** What follows it on the connection may be no request at all. */
function ambiguous(state: string) {
  return refuse(400, `Cannot read the request: ${state}`, { connection: "close" });
}
