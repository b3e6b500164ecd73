import { refuse } from "./refusal.ts";

/** A page that browsers get: where it is served, how a link names it, its folder below `src/pages/`, the file made of it. */
export interface Page {
  readonly path: string;
  readonly title: string;
  readonly folder: string;
  readonly file: string;
}

/** What a page is sent as: its text, and headers beside those of every answer. */
interface PageAnswer {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a page by the name of its file; null if it was not built. */
export type ReadPage = (file: string) => Promise<string | null>;

/** Every page, by the name by which `deno task pages` builds it. No token is needed to have one. */
export const PAGES = {
  console: { path: "/", title: "Console", folder: "console", file: "cloacina-console.html" },
  verifier: {
    path: "/verify",
    title: "Verify a package",
    folder: "verifier",
    file: "cloacina-verify.html",
  },
} as const satisfies Readonly<Record<string, Page>>;

/** A page is alone in its window, is shown in no frame, and tells nobody where it came from. */
const ISOLATION = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
} as const;

const POLICY = /<meta http-equiv="Content-Security-Policy"\s+content="([^"]+)">/;

/** What is sent of a page; `html` is null where it was not built. */
export function pageAnswer({ path }: Page, html: string | null): PageAnswer {
  if (html === null) {
    throw refuse(404, `Cannot show ${path}: \`npx -y deno@2.9.6 task pages\` has not been run`);
  }
  return { html, headers: { ...ISOLATION, "content-security-policy": policyOf(html) } };
}

/** The page's own policy, and what only a header can say. */
function policyOf(html: string): string {
  const [, policy = "default-src 'none'"] = POLICY.exec(html) ?? [];
  return `${policy}; frame-ancestors 'none'`;
}
