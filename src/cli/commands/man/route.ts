import { buildCommand } from "@stricli/core";
import type { CliContext } from "../../context.ts";
import { argumentList, optionalText } from "../../command_line/flags.ts";
import { examples } from "../../command_line/help.ts";
import type { ManFlags } from "../man.ts";

/** `cloacina man` */
export const manCommand = buildCommand<ManFlags, readonly string[], CliContext>({
  loader: () => import("../man.ts"),
  parameters: {
    flags: {
      outputDir: optionalText(
        "DIR",
        "Write the pages to this directory, over older ones; it is created if it does not exist",
      ),
    },
    positional: argumentList("COMMAND", "Words of a command; none for the program itself", 0),
  },
  docs: {
    brief: "Print a page of the manual",
    fullDescription: examples(
      "Prints the page of the manual of a command or a group of commands, as text. With --output-dir " +
        "that page and those of all commands below it are written for man, as " +
        "cloacina-package-sign.1 and so on.",
      "cloacina man package sign",
      "cloacina man",
      "cloacina man --output-dir ~/.local/share/man/man1",
    ),
  },
});
