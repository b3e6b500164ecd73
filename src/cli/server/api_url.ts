import { secretIn } from "../../domain/secret_text.ts";
import { CloacinaError } from "../../errors.ts";
import { isLoopback } from "./bind_address.ts";

/** How a valid URL begins; URL parsers accept much more. */
const BEGINNING = /^https?:\/\/[^/?#\\\s]+/i;

/** The flag, variable or file that a URL is from, and where the token goes, for messages. */
interface UrlSetting {
  readonly source: string;
  readonly tokenSetting: string;
}

/** Reads the URL of a server of this program, as `parseServerUrl` does. */
export function parseApiUrl(text: string, source: string): string {
  return parseServerUrl(text, { source, tokenSetting: "CLOACINA_API_KEY" });
}

/**
 * Reads the URL of a server: http or https, a path at most, and without a slash at its end. The URL, which may hold a
 * secret, is never repeated. Throws `invalid_request`.
 */
export function parseServerUrl(text: string, { source, tokenSetting }: UrlSetting): string {
  const url = URL.parse(text);
  const state = text === ""
    ? "it is empty"
    : url === null || !BEGINNING.test(text) || /[\s\\]/.test(text)
    ? "it is not an http or https URL"
    : BEGINNING.exec(text)![0].includes("@")
    ? `it holds credentials; the token goes into ${tokenSetting}`
    : secretIn(text) !== null
    ? `it holds ${secretIn(text)}`
    : /[?#]/.test(text) && "it has a query or a fragment";
  if (!state) return `${url!.origin}${url!.pathname.replace(/\/+$/, "")}`;
  throw unusable(source, state, "use https://host or https://host/path");
}

/** Refuses plain HTTP to another machine, which would expose the token. Throws `invalid_request`. */
export function requireSafeTransport(
  url: string,
  { source, hint }: { readonly source: string; readonly hint: string },
): void {
  const { protocol, hostname } = new URL(url);
  if (protocol === "https:" || isLoopback(hostname)) return;
  const state = "plain http to another machine would show the token to anyone who listens";
  throw unusable(source, state, hint);
}

function unusable(source: string, state: string, hint: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot connect to the server of ${source}: ${state}`,
    {
      hint,
    },
  );
}
