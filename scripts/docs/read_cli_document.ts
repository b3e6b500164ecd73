import type { CliDocument } from "./cli_documents.ts";

const SCRIPTS = new URL("../../tests/scripts/", import.meta.url);

const FINGERPRINT = "21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9";

/** What stands for what differs from run to run, by the name of the placeholder. */
const SAMPLES: Readonly<Record<string, string>> = {
  fingerprint: FINGERPRINT,
  hex64: "9c1185a5c5e9fc54612808977ee8f548b2258d31ddadef707ba62c166051b9e3",
  base64: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  time: "2026-01-28T12:00:00Z",
  "version:version": "1.0.0",
  "version:deno": "2.7.11",
  "version:v8": "14.6.202",
  "any:target": "x86_64-unknown-linux-gnu",
  "any:net": "granted",
  "any:sockets": "granted",
  "path:home": "/home/me/.cloacina",
  "path:keys": "/home/me/.cloacina/keys",
  "uuid:row": "c2a1f7de-3b54-4a8e-9f10-7d6b5e4c3a21",
  "path:audit": "/home/me/.cloacina/audit.log",
};

/** The document as its transcript has it, with samples for the placeholders. Throws if the transcript does not print it. */
export function readCliDocument({ transcript, line, path }: CliDocument): unknown {
  const lines = Deno.readTextFileSync(new URL(transcript, SCRIPTS)).split("\n");
  const start = lines.findIndex((text) => text.startsWith("$ ") && text.includes(line)) + 1;
  const rest = lines.slice(start);
  const printed = rest.slice(0, rest.findIndex((text) => /^> [}\]]$/.test(text)) + 1);
  const text = printed.map((text) => text.slice("> ".length)).join("\n");
  if (start === 0 || text === "") throw new Error(`${transcript} does not print: ${line}`);
  return JSON.parse(text.replace(/<([a-z][\w:]*)>/g, (_, name) => sampleOf(name, path)));
}

function sampleOf(name: string, path: string | undefined): string {
  const sample = name === "path" ? path : SAMPLES[name] ?? SAMPLES[name.split(":")[0]!];
  if (sample === undefined) throw new Error(`There is no sample for <${name}>`);
  return sample;
}
