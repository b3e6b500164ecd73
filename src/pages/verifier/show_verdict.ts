import { fingerprintWords, WORDS_PER_GROUP } from "../../domain/fingerprint_words.ts";
import type { CloacinaError } from "../../errors.ts";
import { escapeText } from "../../formats/escape.ts";
import { statementRows } from "../../formats/statement/statement_rows.ts";
import { element } from "./element.ts";
import type { Verified } from "./verify.ts";

/** Shows that a package was verified: by whom, and what is only claimed. */
export function showVerified(
  { file, hash, signature, key, warning, statement }: Verified,
): void {
  const { fingerprint } = key.publicKey;
  show("good", "✓ Verified", [
    ...(warning === undefined ? [] : [paragraph(`Warning: ${warning}.`)]),
    fields([
      ["package", text(file.name)],
      ["signed by", groups(fingerprint)],
      ["in words", words(fingerprintWords(fingerprint))],
      ["trusted by", text(key.source)],
      ["signed at", text(`${signature.signedAt} (claimed, not signed)`)],
      ...(statement === undefined ? [] : statementRows(statement, "signed"))
        .map(([label, value]) => [label, text(value)] as const),
      ["SHA-256 of the package", mono(hash)],
    ]),
    paragraph(
      "Whoever has the private half of this key signed exactly this file. Compare the fingerprint " +
        "with the one that the signer tells you.",
    ),
  ]);
}

/** Shows why a package was not verified, in the words of the program. */
export function showRefused({ code, message, hint }: CloacinaError): void {
  const parts = [codeLine(code), paragraph(message)];
  if (hint !== undefined && !namesCommand(hint)) parts.push(paragraph(`Hint: ${hint}`));
  show("bad", "✗ Not verified", parts);
}

/** Takes the verdict away, which is about what was asked before. */
export function hideVerdict(): void {
  element("verdict", HTMLElement).hidden = true;
}

function show(kind: "good" | "bad", title: string, parts: readonly HTMLElement[]): void {
  const verdict = element("verdict", HTMLElement);
  const heading = document.createElement("h2");
  heading.id = "verdict-title";
  heading.tabIndex = -1;
  heading.textContent = title;
  verdict.replaceChildren(heading, ...parts);
  verdict.className = kind;
  verdict.hidden = false;
  // A screen reader reads it from there on.
  heading.focus();
}

/** A hint for the command line leads nowhere on a page. */
function namesCommand(hint: string): boolean {
  return /`|--|\bcloacina \w/.test(hint);
}

function fields(rows: readonly (readonly [string, HTMLElement])[]): HTMLElement {
  const list = document.createElement("dl");
  for (const [name, value] of rows) {
    const term = document.createElement("dt");
    term.textContent = name;
    const description = document.createElement("dd");
    description.append(value);
    list.append(term, description);
  }
  return list;
}

function codeLine(code: string): HTMLElement {
  const line = paragraph("");
  const element = document.createElement("code");
  element.textContent = code;
  line.append(element);
  return line;
}

function paragraph(content: string): HTMLElement {
  const line = document.createElement("p");
  line.textContent = escapeText(content);
  return line;
}

function text(content: string): HTMLElement {
  const span = document.createElement("span");
  span.textContent = escapeText(content);
  return span;
}

function mono(content: string): HTMLElement {
  const span = text(content);
  span.className = "mono";
  return span;
}

/** Words in groups, which have the numbers that `keys show --words` prints. */
function words(list: readonly string[]): HTMLElement {
  const all = document.createElement("ol");
  all.className = "words mono";
  for (let start = 0; start < list.length; start += WORDS_PER_GROUP) {
    const group = document.createElement("li");
    for (const word of list.slice(start, start + WORDS_PER_GROUP)) {
      const cell = document.createElement("span");
      cell.textContent = word;
      group.append(cell, " ");
    }
    all.append(group);
  }
  return all;
}

/** 64 hex characters in groups of four. */
function groups(hex: string): HTMLElement {
  const span = mono(hex.replaceAll(/.{4}(?=.)/g, "$& "));
  span.classList.add("groups");
  return span;
}
