import { dropOldest } from "../../domain/drop_oldest.ts";

/** How long a connection that must close is remembered after its last request, in milliseconds. */
const REMEMBER_MS = 1000;

/** How many of them are remembered; the one that was idle longest is dropped first. */
const MAX_REMEMBERED = 10_000;

/** How long an answer that ends in HTTP/1 alone stays open for HTTP/2, in milliseconds. */
const OPEN_MS = 1000;

/** How long the runtime may take to tell that an answer of HTTP/1 has ended, in milliseconds: less than OPEN_MS. */
const TELL_MS = 500;

/** What happens to a request: it is answered, it is a second one at the same time, or its connection must close. */
type Admission = "answer" | "concurrent" | "over";

/** Which connections may still send requests. */
interface Connections {
  /**
   * Admits a request; `sent` settles when its answer has ended, as the runtime tells. Over plain HTTP a second one before
   * that is HTTP/2 (RFC 9113, section 5.1.2): HTTP/1 answers one at a time (RFC 9112, section 9.3.2).
   */
  readonly admit: (
    connection: string,
    request: Request,
    sent: Promise<void>,
  ) => Promise<Admission>;
  /** Accepts nothing more over a connection: what follows may not be a request. */
  readonly end: (connection: string) => void;
}

/**
 * Connections, named by address and port of their other end. `now` is in milliseconds that only ever grow. A system may
 * give a port to another connection after a second, so a connection that was told to end is remembered no longer.
 */
export function serverConnections(isPlain: boolean, now: () => number): Connections {
  const answers = new Map<string, OpenAnswer>();
  const over = new Map<string, number>();
  const end = (connection: string) => {
    over.delete(connection);
    over.set(connection, now() + REMEMBER_MS);
    dropOldest(over, MAX_REMEMBERED);
  };
  const track = (connection: string, sent: Promise<void>) => {
    const answer = openAnswer(sent, () => {
      if (answers.get(connection) === answer) answers.delete(connection);
    });
    answers.set(connection, answer);
  };
  return {
    end,
    admit: async (connection, request, sent) => {
      // It is rejected where an answer is not sent to its end, which need not be reported.
      sent.catch(() => {});
      const answer = isPlain && !isSurelyHttp1(request) ? answers.get(connection) : undefined;
      if (answer !== undefined && !await answer.endsSoon()) return "concurrent";
      if ((over.get(connection) ?? 0) > now()) {
        end(connection);
        return "over";
      }
      if (isPlain && !isSurelyHttp1(request)) track(connection, sent);
      return "answer";
    },
  };
}

/** Only HTTP/1 has this header (RFC 9113, section 8.2.2): the runtime takes no such request of HTTP/2. */
function isSurelyHttp1({ headers }: Request): boolean {
  return headers.has("connection");
}

/** The answer that a connection waits for. */
interface OpenAnswer {
  /** False where it stays open, or where somebody waits for it already: HTTP/1 reads one request ahead at the most. */
  readonly endsSoon: () => Promise<boolean>;
}

function openAnswer(sent: Promise<void>, onEnd: () => void): OpenAnswer {
  let isWaitedFor = false;
  const ended = sent.then(onEnd, onEnd).then(() => true);
  return {
    endsSoon: async () => {
      if (isWaitedFor) return false;
      isWaitedFor = true;
      const late = Promise.withResolvers<boolean>();
      const timer = setTimeout(() => late.resolve(false), TELL_MS);
      return await Promise.race([ended, late.promise]).finally(() => clearTimeout(timer));
    },
  };
}

/** What is not answered: HTTP/2 by a head that holds no memory, and what follows the last answer of HTTP/1 by its end. */
export function refuseConnection(admission: Exclude<Admission, "answer">): Response {
  return admission === "concurrent" ? new Response(null, { status: 505 }) : brokenOff();
}

/** An answer that breaks off before it begins: the one way in which Deno 2.9.6 ends an HTTP/1 connection. */
function brokenOff(): Response {
  const fail = (controller: ReadableStreamDefaultController) =>
    controller.error(new Error("the connection is over"));
  return new Response(new ReadableStream({ pull: fail }), { status: 400 });
}

/**
 * The same answer, so that it ends in HTTP/1 alone: there by its length (RFC 9112, section 6.3), while HTTP/2 waits for
 * an end of the body (RFC 9113, section 8.1) that never comes, and breaks off after a second.
 */
export function endingInHttp1(request: Request, response: Response): Response {
  // Not even looked at: the runtime sends a body of bytes as it is, but one of which somebody took the stream, as a stream.
  if (isSurelyHttp1(request) || !response.headers.has("content-length")) return response;
  const { body } = response;
  return body === null ? response : new Response(unended(body), response);
}

/** What a stream has, and then nothing, not even its end. */
function unended(source: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const late = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      timer = setTimeout(() => late.reject(new Error("plain HTTP/2 is not served")), OPEN_MS);
      await late.promise;
    },
    cancel: async (reason) => {
      clearTimeout(timer);
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
