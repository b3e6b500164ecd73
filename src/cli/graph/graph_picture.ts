import type { GraphOrganisation, TrustGraph } from "../../domain/trust_graph.ts";
import type { Picture, PictureBox, PictureLine } from "../../formats/graph/picture.ts";
import { breakAt, type CellWidth } from "../terminal/cell_width.ts";
import {
  grantText,
  GRAPH_LEGEND,
  graphTitle,
  isSpent,
  keyText,
} from "../../formats/graph/graph_words.ts";

/** More keys of an organisation than these are counted, and not drawn. */
const MAX_LINES = 20;

/** Longer names are cut. */
const MAX_NAME_CELLS = 32;

/** A graph as it is drawn: a box for each organisation, with its keys, and an arrow for each grant. */
export function graphPicture(graph: TrustGraph, widthOf: CellWidth): Picture {
  const { organisations, grants } = graph;
  const positions = new Map(organisations.map(({ orgId }, index) => [orgId, index]));
  return {
    title: graphTitle(graph),
    legend: organisations.length === 0 ? "There are no organisations." : GRAPH_LEGEND,
    boxes: organisations.map((organisation) => toBox(organisation, widthOf)),
    arrows: grants.map((grant) => ({
      from: positions.get(grant.parent)!,
      to: positions.get(grant.child)!,
      label: grantText(grant),
      isFaint: !grant.isFollowed,
    })),
  };
}

function toBox({ orgId, role, keys }: GraphOrganisation, widthOf: CellWidth): PictureBox {
  const drawn = keys.slice(0, MAX_LINES).map((key) => ({
    text: keyText(key, (name) => shorten(name, widthOf)),
    isFaint: isSpent(key),
  }));
  const others = keys.length - drawn.length;
  return {
    title: orgId,
    lines: others === 0 ? drawn : [...drawn, plainLine(`and ${others} more keys`)],
    weight: role === "viewpoint" ? "main" : role === "not accepted" ? "faint" : "plain",
  };
}

function plainLine(text: string): PictureLine {
  return { text, isFaint: false };
}

function shorten(name: string, widthOf: CellWidth): string {
  if (widthOf(name) <= MAX_NAME_CELLS) return name;
  return `${breakAt(name, MAX_NAME_CELLS - 1, widthOf)[0]}…`;
}
