import { createHash } from "node:crypto";

const STYLE = /<link rel="stylesheet" href="([\w./]+)">/g;
const SCRIPT = /<script([^>]*) src="([\w./]+)"><\/script>/g;
const HASH = /\{\{sha256 ([\w./]+)\}\}/g;

/** The files that a template loads. */
export function partsOf(template: string): readonly string[] {
  const styles = [...template.matchAll(STYLE)].map(([, name]) => name!);
  const scripts = [...template.matchAll(SCRIPT)].map(([, , name]) => name!);
  return [...new Set([...styles, ...scripts])];
}

/**
 * Puts what a template loads into it: `<link rel="stylesheet" href="page.css">` becomes a style with the part of that
 * name, a script gets its text, and `{{sha256 page.css}}` becomes the source by which a policy admits that element.
 */
export function fillTemplate(template: string, parts: ReadonlyMap<string, string>): string {
  return template
    .replaceAll(HASH, (_, name) => `'sha256-${sha256(parts.get(name)!)}'`)
    .replaceAll(STYLE, (_, name) => `<style>${parts.get(name)!}</style>`)
    .replaceAll(SCRIPT, (_, more, name) => `<script${more}>${parts.get(name)!}</script>`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
