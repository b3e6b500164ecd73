import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** A request that was answered: the pattern of its path, its status, and how many seconds it took. */
interface AnsweredRequest {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** What is counted while the server runs. It holds no id, no name and no address. */
export interface Metrics {
  readonly answered: (request: AnsweredRequest) => void;
  readonly signed: (count: number) => void;
  readonly refusedToken: () => void;
  /** Requests that are being worked on. */
  readonly inFlight: (change: 1 | -1) => void;
  /** The Prometheus text format, version 0.0.4. */
  readonly text: () => Promise<string>;
  readonly mediaType: string;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Metrics that begin at zero. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: "cloacina_http_requests_total",
    help: "Requests answered",
    labelNames: ["method", "route", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "cloacina_http_request_duration_seconds",
    help: "Time from the head of a request to its answer",
    labelNames: ["method", "route"],
    buckets: SECONDS,
    registers,
  });
  const inFlight = new Gauge({
    name: "cloacina_http_requests_in_flight",
    help: "Requests that are being worked on",
    registers,
  });
  const signatures = new Counter({
    name: "cloacina_signatures_total",
    help: "Signatures made",
    registers,
  });
  const refused = new Counter({
    name: "cloacina_tokens_refused_total",
    help: "Requests whose token was refused",
    registers,
  });
  return {
    answered: ({ method, route, status, seconds }) => {
      requests.inc({ method, route, status: String(status) });
      durations.observe({ method, route }, seconds);
    },
    signed: (count) => signatures.inc(count),
    refusedToken: () => refused.inc(),
    inFlight: (change) => inFlight.inc(change),
    text: () => registry.metrics(),
    mediaType: registry.contentType,
  };
}
