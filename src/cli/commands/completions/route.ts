import { buildCommand } from "@stricli/core";
import { CloacinaError } from "../../../errors.ts";
import type { CliContext } from "../../context.ts";
import { examples } from "../../command_line/help.ts";
import type { Shell } from "../completions.ts";

const SHELLS = ["bash", "zsh", "fish", "powershell"] as const satisfies readonly Shell[];

/** `cloacina completions` */
export const completionsCommand = buildCommand<NonNullable<unknown>, [Shell], CliContext>({
  loader: () => import("../completions.ts"),
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [{
        parse: parseShell,
        placeholder: "SHELL",
        brief: SHELLS.join(", "),
        proposeCompletions: () => SHELLS,
      }],
    },
  },
  docs: {
    brief: "Print a shell completion script",
    fullDescription: examples(
      "Prints a script that completes commands, flags, names and IDs of keys in the store, and file " +
        "names in the shell.",
      'eval "$(cloacina completions bash)"',
      "cloacina completions fish > ~/.config/fish/completions/cloacina.fish",
    ),
  },
});

function parseShell(text: string): Shell {
  const shell = SHELLS.find((name) => name === text);
  if (shell !== undefined) return shell;
  throw new CloacinaError("invalid_request", `takes one of ${SHELLS.join(", ")}`);
}
