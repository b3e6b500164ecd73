/** The links of a page in HTML to pages of the same server: where each leads, and its text. */
export function pageLinks(html: string): readonly (readonly [href: string, text: string])[] {
  return [...html.matchAll(/<a href="(\.\/[^"]*)">([^<]*)<\/a>/g)]
    .map(([, href, text]) => [href!, text!] as const);
}
