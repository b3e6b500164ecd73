/** How long a task runs before its progress is shown. */
const PROGRESS_DELAY_MS = 1000;
const PROGRESS_INTERVAL_MS = 100;
const PROGRESS_BAR_WIDTH = 30;

/** The escape sequence that erases the progress bar, if one is shown: an interrupted task cannot erase it itself. */
let eraser = "";

/** Runs a task, and draws a bar on standard error once it takes longer than a second. */
export async function withProgress<Result>(
  measure: () => Promise<number>,
  task: (onBytes: (count: number) => void) => Promise<Result>,
): Promise<Result> {
  const totalBytes = await measure();
  // The size of standard input is unknown.
  if (totalBytes === 0) return await task(() => {});
  const started = Date.now();
  let done = 0;
  const show = () => {
    if (Date.now() - started >= PROGRESS_DELAY_MS) drawBar(done / totalBytes);
  };
  const timer = setInterval(show, PROGRESS_INTERVAL_MS);
  try {
    return await task((count) => void (done += count));
  } finally {
    clearInterval(timer);
    Deno.stderr.writeSync(new TextEncoder().encode(takeEraser()));
  }
}

function drawBar(fraction: number): void {
  eraser = "\r\x1b[K";
  const share = Math.min(Math.max(fraction, 0), 1);
  const full = Math.round(share * PROGRESS_BAR_WIDTH);
  const bar = "#".repeat(full).padEnd(PROGRESS_BAR_WIDTH, "-");
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  Deno.stderr.writeSync(new TextEncoder().encode(`\r[${bar}]${percent}`));
}

/** The escape sequence that erases the bar, if one is shown; it is then no longer. */
export function takeEraser(): string {
  const sequence = eraser;
  eraser = "";
  return sequence;
}
