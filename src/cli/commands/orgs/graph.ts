import { type TrustGraph, trustGraph } from "../../../domain/trust_graph.ts";
import { CloacinaError } from "../../../errors.ts";
import { mutuallyExclusive } from "../../command_line/command_line_error.ts";
import type { CliContext } from "../../context.ts";
import { graphJson } from "../../graph/graph_json.ts";
import { graphPicture } from "../../graph/graph_picture.ts";
import { formatGraphTree } from "../../graph/graph_tree.ts";
import { loadAllFacts, type LoadedFacts, loadFactsOf } from "../../graph/load_graph_facts.ts";
import { readOrg } from "../../organisation.ts";
import { placeText } from "../../asked_place.ts";
import { type ForceFlag, writeModeOf } from "../../command_line/flags.ts";
import type { RemoteFlags } from "../../server/remote_flags.ts";
import type { OrgFlag, StoreFlags } from "../../store/store_flags.ts";
import { cellWidthFor } from "../../terminal/cell_width.ts";
import { type JsonFlag, printResult } from "../../terminal/output.ts";
import { requireOneDocument } from "../../terminal/require_one_document.ts";
import { addFaults, faultWarnings, NO_FAULTS } from "../../terminal/row_faults.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

type GraphFormat = "text" | "svg" | "mermaid" | "dot";

/** The flags of `orgs graph`. */
export interface GraphFlags extends JsonFlag, StoreFlags, RemoteFlags, OrgFlag, ForceFlag {
  readonly allOrgs?: boolean;
  readonly format?: GraphFormat;
  readonly output?: string;
}

/** More are not placed: it would take minutes, and nobody could read the picture. */
const MAX_PLACED = { organisations: 500, grants: 1000 } as const;

/** Draws the organisations of a store, their keys and the grants of trust between them. */
export default async function graph(this: CliContext, flags: GraphFlags): Promise<void> {
  if (flags.allOrgs && flags.org !== undefined) throw mutuallyExclusive("--org", "--all-orgs");
  const target = chooseTarget(flags);
  const viewpoint = flags.allOrgs ? null : readOrg(this, flags);
  const { facts, place } = await this.withOperations(flags, async (operations, place) => ({
    facts: viewpoint === null
      ? await loadAllFacts(operations)
      : await loadFactsOf(operations, viewpoint, place),
    place,
  }));
  const graph = trustGraph(facts);
  if (target === null) {
    await printResult(this.terminal, flags, { document: graphJson(graph), fields: [] });
  } else await writeDrawing(this, flags, { graph, target });
  await tellOfRows(this, facts);
  if (graph.organisations.length === 0) {
    await this.terminal.note(`no organisations in ${placeText(place)}`);
  }
}

/** Where the drawing goes; null if only the document is printed. */
function chooseTarget(flags: GraphFlags): string | null {
  const { json, format, output } = flags;
  if (json && format === undefined && output === undefined) return null;
  const target = output ?? STANDARD_STREAM;
  requireOneDocument(flags, target, { action: "draw the graph", document: "the graph" });
  return target;
}

async function writeDrawing(
  { terminal, files }: CliContext,
  flags: GraphFlags,
  { graph, target }: { readonly graph: TrustGraph; readonly target: string },
): Promise<void> {
  const isShown = target === STANDARD_STREAM;
  const text = await draw(graph, flags.format ?? "text", isShown ? terminal.columns : null);
  if (isShown) return await terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await files.write([file], writeModeOf(flags));
  const { organisations, grants } = graph;
  await printResult(terminal, flags, {
    document: { graph_file: target, ...graphJson(graph) },
    fields: [
      ["graph", target],
      ["organisations", String(organisations.length)],
      ["grants", String(grants.length)],
    ],
  });
}

/** The graph in a format; what places boxes is loaded for the one that needs it. */
async function draw(
  graph: TrustGraph,
  format: GraphFormat,
  width: number | null,
): Promise<string> {
  if (format === "text") return await formatGraphTree(graph, width);
  const names = graph.organisations.flatMap(({ keys }) => keys.map(({ name }) => name ?? ""));
  const widthOf = await cellWidthFor(["…", ...names]);
  const picture = graphPicture(graph, widthOf);
  if (format === "dot") return (await import("../../../formats/graph/dot.ts")).toDot(picture);
  if (format === "mermaid") {
    return (await import("../../../formats/graph/mermaid.ts")).toMermaid(picture);
  }
  requirePlaceable(graph);
  return (await import("../../../formats/graph/svg.ts")).toSvg(picture, widthOf);
}

function requirePlaceable({ organisations, grants }: TrustGraph): void {
  const isPlaceable = organisations.length <= MAX_PLACED.organisations &&
    grants.length <= MAX_PLACED.grants;
  if (isPlaceable) return;
  const state = `${organisations.length} organisations and ${grants.length} grants are more than ` +
    `${MAX_PLACED.organisations} and ${MAX_PLACED.grants}`;
  throw new CloacinaError("invalid_request", `Cannot draw the graph as SVG: ${state}`, {
    hint: "--org UUID draws what one organisation trusts; --format dot is for Graphviz",
  });
}

/** Damaged rows are warned of, as lists do. */
async function tellOfRows({ terminal }: CliContext, facts: LoadedFacts): Promise<void> {
  const { signingKeys, trustedKeys, grants } = facts;
  const faults = [signingKeys, trustedKeys, grants].reduce(addFaults, NO_FAULTS);
  for (const warning of faultWarnings(faults)) await terminal.tell(`warning: ${warning}`);
  if (!facts.isCutShort) return;
  await terminal.note(
    "note: the token is for one organisation: grants of the others are not shown",
  );
}
