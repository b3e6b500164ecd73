import type { OrgId } from "../../domain/ids.ts";
import type { GraphGrant, GraphOrganisation, TrustGraph } from "../../domain/trust_graph.ts";
import { valueLines } from "../terminal/card.ts";
import { type CellWidth, cellWidthFor } from "../terminal/cell_width.ts";
import { gotGrantText, grantText, keyText } from "../../formats/graph/graph_words.ts";

/** A line of the tree, escaped, and what stands below it. */
interface Branch {
  readonly text: string;
  readonly below: readonly Branch[];
}

/**
 * A graph as text: a tree for each organisation, with its keys and grants; with a viewpoint, one tree, with the keys of
 * the organisations that it grants trust to. No line is wider than `width` cells; null is no terminal.
 */
export async function formatGraphTree(graph: TrustGraph, width: number | null): Promise<string> {
  const trees = graph.viewpoint === null ? allTrees(graph) : [viewpointTree(graph)];
  const widthOf = await cellWidthFor(trees.flatMap(textsOf));
  const blocks = trees.map((tree) => treeLines(tree, width || Infinity, widthOf));
  return blocks.map((lines) => lines.map((line) => `${line}\n`).join("")).join("\n");
}

function allTrees({ organisations, grants }: TrustGraph): readonly Branch[] {
  const byParent = Map.groupBy(grants, ({ parent }) => parent);
  return organisations.map((organisation) => {
    const given = byParent.get(organisation.orgId) ?? [];
    return treeOf(organisation, given.map((grant) => childBranch(grant, [])));
  });
}

function viewpointTree({ organisations: [self, ...others], grants }: TrustGraph): Branch {
  const { orgId } = self!;
  const byId = new Map(others.map((organisation) => [organisation.orgId, organisation]));
  const byParent = Map.groupBy(grants, ({ parent }) => parent);
  const given = (byParent.get(orgId) ?? []).map((grant) =>
    childBranch(grant, grant.isFollowed ? acceptedBranches(byId.get(grant.child), byParent) : [])
  );
  const got = grants.filter(({ parent, child }) => child === orgId && parent !== orgId)
    .map((grant) => leaf(`${grant.parent} ${gotGrantText(grant)}`));
  return treeOf(self!, [...given, ...got]);
}

/** The keys of an organisation that is granted trust, and its own grants, which are not followed. */
function acceptedBranches(
  organisation: GraphOrganisation | undefined,
  byParent: ReadonlyMap<OrgId, readonly GraphGrant[]>,
): readonly Branch[] {
  if (organisation === undefined) return [];
  const further = (byParent.get(organisation.orgId) ?? []).filter(({ isFollowed }) => !isFollowed);
  return [...keyBranches(organisation), ...further.map((grant) => childBranch(grant, []))];
}

function treeOf(organisation: GraphOrganisation, grants: readonly Branch[]): Branch {
  const below = [...keyBranches(organisation), ...grants];
  return {
    text: organisation.orgId,
    below: below.length > 0 ? below : [leaf("no keys, no grants")],
  };
}

function keyBranches({ keys }: GraphOrganisation): readonly Branch[] {
  return keys.map((key) => leaf(keyText(key)));
}

function childBranch(grant: GraphGrant, below: readonly Branch[]): Branch {
  const itself = grant.parent === grant.child ? "itself, " : "";
  return { text: `${grant.child} ${itself}${grantText(grant)}`, below };
}

function leaf(text: string): Branch {
  return { text, below: [] };
}

function textsOf({ text, below }: Branch): readonly string[] {
  return [text, ...below.flatMap(textsOf)];
}

/** Two cells a level: in 40 columns an ID of 36 characters stays whole on the second one. */
function treeLines({ text, below }: Branch, width: number, widthOf: CellWidth): readonly string[] {
  const last = below.length - 1;
  return [
    ...valueLines(text, width, widthOf),
    ...below.flatMap((branch, index) => {
      const [head, ...others] = treeLines(branch, Math.max(1, width - 2), widthOf);
      const [joint, rail] = index === last ? ["└ ", "  "] : ["├ ", "│ "];
      return [joint + head, ...others.map((line) => rail + line)];
    }),
  ];
}
