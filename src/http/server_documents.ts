import { textAnswer } from "./answer.ts";
import { busy } from "./refusal.ts";

/** How many documents may be on their way at a time: who asks for one and does not read it holds it. */
export const MAX_UNSENT = 16;

/** How long one may be on its way, in milliseconds. */
const SEND_MS = 30_000;

/** The pieces in which one is sent, in bytes. */
const PIECE_BYTES = 16 * 1024;

/**
 * Answers with large documents that anyone may have, piece by piece as they are read. Throws with status 503 while
 * MAX_UNSENT of them are not read yet; one that is not read for SEND_MS breaks off.
 */
export function documentSender() {
  let unsent = 0;
  return (text: string, mediaType: string, headers: Readonly<Record<string, string>> = {}) => {
    if (unsent >= MAX_UNSENT) throw busy("send the document", "too many are being sent; try again");
    unsent += 1;
    const sent = inPieces(new TextEncoder().encode(text), () => unsent -= 1);
    return textAnswer(200, sent, mediaType, headers);
  };
}

function inPieces(bytes: Uint8Array<ArrayBuffer>, onEnd: () => void): ReadableStream<Uint8Array> {
  let offset = 0;
  let timer: ReturnType<typeof setTimeout>;
  const end = () => {
    clearTimeout(timer);
    onEnd();
  };
  return new ReadableStream({
    start: (controller) => {
      timer = setTimeout(() => {
        controller.error(new Error("it was not read in time"));
        onEnd();
      }, SEND_MS);
    },
    pull: (controller) => {
      controller.enqueue(bytes.subarray(offset, offset += PIECE_BYTES));
      if (offset < bytes.length) return;
      controller.close();
      end();
    },
    cancel: end,
  }, { highWaterMark: 0 });
}
