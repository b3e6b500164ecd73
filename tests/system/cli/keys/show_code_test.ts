import assert from "node:assert/strict";
import { inTerminal } from "../../testkit/pty.ts";
import { type Sandbox, withSandbox } from "../../../testkit/sandbox.ts";
import { toolUnderTest } from "../../../testkit/tool.ts";

const tool = await toolUnderTest();

const KEY = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
const SHOW = `cloacina keys show ${KEY} --words --qr`;

/** Whatever the terminal's own colours are. */
const WHITE_ON_BLACK = "\x1b[38;5;231;48;5;16m";

/** How many pixels of an image a module has. */
const SCALE = 4;

/** By the character, whether the upper and the lower module have the colour of the text. */
const BLOCKS: Readonly<Record<string, readonly [boolean, boolean]>> = {
  " ": [false, false],
  "▀": [true, false],
  "▄": [false, true],
  "█": [true, true],
};

/** The code of a screen as a grey image, as a terminal shows it with text that is light or dark. */
function drawScreen(screen: string, text: "light" | "dark"): Uint8Array<ArrayBuffer> {
  const lines = screen.split("\n").filter((line) => /^[ ▀▄█]{37}$/.test(line));
  const rows = lines.flatMap((line) =>
    [0, 1].map((half) => [...line].map((block) => BLOCKS[block]![half]! === (text === "light")))
  );
  const [width, height] = [rows[0]!.length * SCALE, rows.length * SCALE];
  const pixels = Uint8Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    return rows[Math.floor(y / SCALE)]![Math.floor(x / SCALE)] ? 255 : 0;
  });
  return new Uint8Array([...new TextEncoder().encode(`P5 ${width} ${height} 255\n`), ...pixels]);
}

/** What zbarimg reads in an image. */
async function readCode(
  { cwd }: Pick<Sandbox, "cwd">,
  image: Uint8Array,
  ...args: readonly string[]
): Promise<string> {
  await Deno.writeFile(`${cwd}/code.pgm`, image);
  const { stdout } = await new Deno.Command("zbarimg", {
    args: ["--quiet", "--raw", ...args, "code.pgm"],
    cwd,
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

Deno.test(`a code on a terminal of 40 columns is read, in colours and without, against ${tool.kind}`, () =>
  withSandbox(tool, new Map(), async ({ cwd, env }) => {
    const at = { cwd, env, columns: 40 };
    const coloured = await inTerminal(SHOW, [], at);
    assert.equal(coloured.code, 0, coloured.screen);
    assert.equal(coloured.raw.split(`${WHITE_ON_BLACK}█`).length - 1, 19);
    assert.equal(await readCode(at, drawScreen(coloured.screen, "light")), KEY);
    const plain = await inTerminal(`NO_COLOR=1 ${SHOW}`, [], at);
    assert(!plain.raw.includes("\x1b[38"));
    assert.equal(await readCode(at, drawScreen(plain.screen, "light")), KEY);
    const inverted = drawScreen(plain.screen, "dark");
    assert.equal(await readCode(at, inverted, "-Stest-inverted"), KEY);
    assert(plain.screen.split("\n").every(({ length }) => length <= 40), plain.screen);
    assert(plain.screen.includes("\n 1  blackjack  yesteryear\n"));
  }));

Deno.test(`where a terminal is too narrow for the code, one line says so, against ${tool.kind}`, () =>
  withSandbox(tool, new Map(), async ({ cwd, env }) => {
    const { screen, code } = await inTerminal(SHOW, [], { cwd, env, columns: 36 });
    assert.deepEqual([screen.replaceAll(/\s+/g, " ").trim(), code], [
      "error: Cannot print the QR code: it takes 37 columns, and the terminal has 36",
      1,
    ]);
  }));
