/** A command to the runner: `::error title=t::data`, or of old `##[error]data`. */
export interface RunnerCommand {
  readonly name: string;
  readonly properties: string;
  readonly data: string;
}

/** What the runner makes of the output of a step. */
export interface RunnerLog {
  readonly commands: readonly RunnerCommand[];
  readonly log: string;
}

/**
 * Reads the output of a step as the runner does. A command begins a line, and one of the old form may stand anywhere in
 * it; between `::stop-commands::TOKEN` and `::TOKEN::` there is none. The names are whatever stands there, for a test to
 * compare.
 */
export function readRunnerLog(output: string): RunnerLog {
  const commands: RunnerCommand[] = [];
  const shown: string[] = [];
  let token: string | undefined;
  for (const line of output.trimEnd().split("\n")) {
    const command = commandIn(line);
    if (token !== undefined) {
      if (line.trim() === `::${token}::`) token = undefined;
      else shown.push(line);
    } else if (command?.name === "stop-commands") token = command.data;
    else if (command !== undefined) commands.push(command);
    else shown.push(line);
  }
  const masks = commands.filter(({ name }) => name === "add-mask").map(({ data }) => data);
  const log = masks.reduce((text, secret) => text.replaceAll(secret, "***"), shown.join("\n"));
  return { commands: token === undefined ? commands : [], log };
}

function commandIn(line: string): RunnerCommand | undefined {
  const [, name, properties = "", data] = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/.exec(line) ??
    /##\[([\w-]+)(?: (.*?))?\](.*)$/.exec(line) ?? [];
  return name === undefined ? undefined : { name, properties, data: unescaped(data!) };
}

function unescaped(data: string): string {
  return data.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
