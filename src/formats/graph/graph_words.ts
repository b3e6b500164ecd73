import { quoted } from "../../domain/quoted.ts";
import type { GraphGrant, GraphKey, TrustGraph } from "../../domain/trust_graph.ts";
import { escapeText } from "../escape.ts";

/** As many characters of a fingerprint as tell keys apart; `keys show` has it whole. */
const SHOWN_DIGITS = 16;

const SIGNING = { active: "signs", revoked: "signing revoked", damaged: "damaged" } as const;

const TRUST = {
  trusted: "trusted",
  revoked: "trust revoked",
  overruled: "overruled",
  damaged: "damaged",
} as const;

/**
 * A key as one line, escaped: which, its name in quotes, and what it is to its organisation, which stands last, so that
 * no name can say it. `shorten` makes a long name shorter.
 */
export function keyText(
  { fingerprint, name, signing, trust }: GraphKey,
  shorten = (name: string) => name,
): string {
  const shown = fingerprint === null ? "a key" : `${fingerprint.slice(0, SHOWN_DIGITS)}…`;
  const named = name === null ? [] : [quoted(shorten(escapeText(name)))];
  const words = [
    ...signing === null ? [] : [SIGNING[signing]],
    trust === null ? "not trusted" : TRUST[trust],
  ];
  return [shown, ...named, words.join(", ")].join(" ");
}

/** Whether a key counts for nothing. */
export function isSpent({ signing, trust }: GraphKey): boolean {
  return signing !== "active" && trust !== "trusted";
}

/** What a grant does in a graph, of the organisation that got it. */
export function grantText(grant: GraphGrant): string {
  if (grant.status !== "active") return `grant ${grant.status}`;
  return grant.isFollowed ? "its keys are accepted" : "not followed";
}

/** What a grant does in a graph, of the organisation that gave it. */
export function gotGrantText(grant: GraphGrant): string {
  return grant.status === "active" ? "accepts these keys" : `its grant is ${grant.status}`;
}

/** What a graph shows, as a title. */
export function graphTitle({ viewpoint }: TrustGraph): string {
  return viewpoint === null ? "Trust between organisations" : `Trust of organisation ${viewpoint}`;
}

/** How to read a graph. */
export const GRAPH_LEGEND =
  "An arrow leads to an organisation whose own trusted keys are accepted. " +
  "Grants are followed one step only.";
