import { type Parameters, readParameters } from "./parameters.ts";
import { badUrl } from "./url_error.ts";

/** The user and password, the hosts, the database, the parameters, and a fragment, which libpq does not have. */
const FORM = /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?([^/?#]*)(?:\/([^?#]*))?(?:\?([^#]*))?(#.*)?$/is;

/** A host, which may be an address in brackets, and its port. */
const HOST = /^(\[[^[\]]*\]|[^:[\]]*)(?::(\d*))?$/;

// deno-lint-ignore no-control-regex
const CONTROL = /[\x00-\x1f\x7f]/;

/**
 * Reads a connection URI as libpq does (PostgreSQL, section 34.1.1.2): a plus is a plus, there may be several hosts, and
 * a parameter takes precedence over what is before it. Throws `invalid_request`, which never repeats the URL.
 */
export function parseUrl(text: string): Parameters {
  const trimmed = text.trim();
  // A password with an unescaped /, ? or # would be taken for a host, and shown.
  if (/^[a-z]+:\/\/[^/?#]*[/?#].*@/is.test(trimmed)) throw badUrl("an @ comes after the host");
  if (CONTROL.test(trimmed)) throw badUrl("it has a control character");
  const [form, login = "", hosts = "", database = "", query = "", fragment] = FORM.exec(trimmed) ??
    [];
  if (form === undefined) throw badUrl("it does not begin with postgres://");
  if (fragment !== undefined) throw badUrl("it has a #");
  const [user = "", ...password] = login.split(":");
  const parts: Parameters = {
    ...given("user", decode(user)),
    ...given("password", decode(password.join(":"))),
    ...readHosts(hosts),
    ...given("dbname", decode(database)),
  };
  return { ...parts, ...readParameters(pairsOf(query), badUrl) };
}

/** As libpq has several hosts in one parameter: `h1,h2` and `5432,`. */
function readHosts(text: string): Parameters {
  const entries = text.split(",").map((entry) => {
    const [match, host = "", port = ""] = HOST.exec(entry) ?? [];
    if (match === undefined) throw badUrl("its host and port are not of the form host:port");
    return { host: decode(host.replace(/^\[(.*)\]$/, "$1")), port };
  });
  return {
    ...given("host", entries.map(({ host }) => host).join(",")),
    ...(entries.some(({ port }) => port !== "") &&
      given("port", entries.map(({ port }) => port).join(","))),
  };
}

function given(name: keyof Parameters, value: string): Parameters {
  return value === "" ? {} : { [name]: value };
}

function pairsOf(query: string): readonly (readonly [string, string])[] {
  return query.split("&").filter((pair) => pair !== "").map((pair) => {
    const [name = "", ...value] = pair.split("=");
    return [decode(name), decode(value.join("="))];
  });
}

function decode(part: string): string {
  const text = decodeOrNull(part);
  if (text === null) throw badUrl("a % in it is not followed by two hexadecimal digits of UTF-8");
  if (text.includes("\0")) throw badUrl("it has a zero byte");
  return text;
}

function decodeOrNull(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
