import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFolder } from "../../compile/in_folder.ts";
import { sharedChromium } from "../testkit/browser.ts";
import { takePictures } from "./pictures.ts";

const DOCS = fileURLToPath(new URL("../../../docs", import.meta.url));

const chromium = sharedChromium();

/** The width of each PNG in a folder, by its name. */
async function widthsIn(folder: string): Promise<Readonly<Record<string, number>>> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name)
    .filter((name) => name.endsWith(".png")).sort();
  const widths = names.map(async (name) => {
    const { buffer } = await Deno.readFile(join(folder, name));
    // The header chunk comes first, 16 bytes into the file: width and height, big-endian.
    return [name, new DataView(buffer).getUint32(16)] as const;
  });
  return Object.fromEntries(await Promise.all(widths));
}

// How high they are depends on the fonts of the machine.
Deno.test("every picture in docs/ can be taken again, as wide as it is there", () =>
  inFolder(async (folder) => {
    await takePictures(chromium(), folder);
    assert.deepEqual(await widthsIn(folder), await widthsIn(DOCS));
  }));
