import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { MISSING } from "../features.ts";
import { takeDropped } from "./dropped_files.ts";
import { element } from "./element.ts";
import { readForm } from "./given_files.ts";
import { hideVerdict, showRefused, showVerified } from "./show_verdict.ts";
import { verify } from "./verify.ts";

const form = element("form", HTMLFormElement);
const verifyButton = element("verify", HTMLButtonElement);
const cancelButton = element("cancel", HTMLButtonElement);
const hashing = element("hashing-now", HTMLElement);
const progress = element("progress", HTMLProgressElement);

let running: AbortController | undefined;

async function run(): Promise<void> {
  if (running !== undefined) return;
  running = new AbortController();
  const { signal } = running;
  begin();
  try {
    const question = await readForm();
    const onProgress = (part: number) => void (progress.value = part);
    const verified = await verify(question, { onProgress, signal });
    // A verdict must not stand beside other files than it is about.
    signal.throwIfAborted();
    showVerified(verified);
  } catch (thrown) {
    showRefused(toCloacinaError(thrown));
  } finally {
    running = undefined;
    end();
  }
}

function cancel(): void {
  running?.abort(new CloacinaError("interrupted", "Cannot verify: it was cancelled"));
}

function begin(): void {
  hideVerdict();
  progress.value = 0;
  hashing.hidden = false;
  verifyButton.disabled = true;
  cancelButton.hidden = false;
}

function end(): void {
  hashing.hidden = true;
  verifyButton.disabled = false;
  cancelButton.hidden = true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
form.addEventListener("input", () => {
  cancel();
  hideVerdict();
});
cancelButton.addEventListener("click", cancel);

/** Marks the field that a file would be dropped on. */
function markField(event: DragEvent): void {
  event.preventDefault();
  const over = event.type === "dragover" && event.target instanceof Element
    ? event.target.closest("[data-drop]")
    : null;
  for (const field of form.querySelectorAll("[data-drop]")) {
    field.classList.toggle("over", field === over);
  }
}

document.addEventListener("dragover", markField);
document.addEventListener("dragleave", markField);
document.addEventListener("drop", (event) => {
  markField(event);
  cancel();
  hideVerdict();
  try {
    if (event.dataTransfer !== null) takeDropped(event.dataTransfer, event.target);
  } catch (thrown) {
    showRefused(toCloacinaError(thrown));
  }
});

if (MISSING.length === 0) {
  element("unusable", HTMLElement).remove();
  form.hidden = false;
}
