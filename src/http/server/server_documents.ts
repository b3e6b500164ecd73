import { streamAnswer } from "./answer.ts";
import { busy } from "./refusal.ts";

/** How many documents may be sent at the same time: a client that does not read one keeps it open. */
export const MAX_UNSENT = 16;

/** How long sending one may take, in milliseconds. */
const SEND_MS = 30_000;

/** The pieces in which one is sent, in bytes. */
const PIECE_BYTES = 16 * 1024;

/** Answers with a document of text. Throws `store_unavailable` with status 503 while MAX_UNSENT are not read yet. */
type SendDocument = (
  text: string,
  mediaType: string,
  headers?: Readonly<Record<string, string>>,
) => Response;

/**
 * Sends large documents that anyone may have piece by piece, as they are read; one that is not read to its end within
 * `milliseconds` breaks off.
 */
export function documentSender(milliseconds: number = SEND_MS): SendDocument {
  let unsent = 0;
  return (text, mediaType, headers = {}) => {
    if (unsent >= MAX_UNSENT) throw busy("send the document", "too many are being sent; try again");
    unsent += 1;
    const bytes = new TextEncoder().encode(text);
    const body = inPieces(bytes, milliseconds, () => unsent -= 1);
    return streamAnswer(200, { body, length: bytes.length, mediaType }, headers);
  };
}

function inPieces(
  bytes: Uint8Array<ArrayBuffer>,
  milliseconds: number,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
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
      }, milliseconds);
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
