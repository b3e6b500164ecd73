/** `--help`, of every command. */
export const HELP_FLAG = { name: "help", brief: "Print this help", aliases: ["h"] } as const;

/** `--version`, of the program itself. */
export const VERSION_FLAG = {
  name: "version",
  brief: "Print the version, runtime and build",
  aliases: ["V"],
} as const;
