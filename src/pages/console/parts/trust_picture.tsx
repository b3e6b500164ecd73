import type { GraphGrant, GraphOrganisation, TrustGraph } from "../../../domain/trust_graph.ts";
import { isSpent, keyText } from "../../../formats/graph/graph_words.ts";
import { type Box as BoxSize, placeBoxes, type Point } from "../../../formats/graph/place_boxes.ts";
import type { PicturedTrust } from "../load_trust.ts";

/** The size of a line, in the units of the picture, and how many keys a box lists. */
const [MIN_WIDTH, CHARACTER, LINE, PADDING, LISTED] = [250, 7.5, 20, 10, 6];

/** The longest name, in characters. */
const MAX_NAME = 20;

/** Organisations with their keys, and arrows from whoever accepts keys to whose they are. The table below says the same. */
export function TrustPicture({ of: { graph, isCutOff } }: { readonly of: PicturedTrust }) {
  const { organisations, grants } = graph;
  const boxes = organisations.map(sizeOf);
  const at = new Map(organisations.map(({ orgId }, index) => [orgId, index]));
  const arrows = grants.map(({ parent, child }) => ({ from: at.get(parent)!, to: at.get(child)! }));
  const placed = placeBoxes(boxes, arrows);
  return (
    <figure class="picture">
      <div class="scroll" tabIndex={0} role="region" aria-label="Picture of trust">
        <svg
          role="img"
          aria-label={describe(graph)}
          width={placed.width + 2}
          height={placed.height + 2}
          viewBox={`-1 -1 ${placed.width + 2} ${placed.height + 2}`}
        >
          <defs>
            <marker
              id="tip"
              viewBox="0 0 8 8"
              refX="8"
              refY="4"
              markerWidth="8"
              markerHeight="8"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" />
            </marker>
          </defs>
          {grants.map((grant, index) => (
            <Arrow key={index} of={grant} points={placed.arrows[index]!} />
          ))}
          {organisations.map((one, index) => (
            <Box key={one.orgId} of={one} at={{ ...placed.boxes[index]!, ...boxes[index]! }} />
          ))}
        </svg>
      </div>
      <figcaption>
        An arrow leads from who accepts keys to whose they are. Dashed: revoked, or not followed.
        {isCutOff && " Not all keys and grants are drawn."}
      </figcaption>
    </figure>
  );
}

function Arrow({ of, points }: { readonly of: GraphGrant; readonly points: readonly Point[] }) {
  const path = points.map(({ x, y }) => `${x},${y}`).join(" ");
  return (
    <polyline
      class={of.isFollowed ? "arrow" : "arrow dashed"}
      points={path}
      marker-end="url(#tip)"
    />
  );
}

function Box(
  { of, at }: { readonly of: GraphOrganisation; readonly at: Point & BoxSize },
) {
  const { orgId, role } = of;
  return (
    <g class={`box ${role?.replaceAll(" ", "-") ?? ""}`} transform={`translate(${at.x} ${at.y})`}>
      <title>{`${orgId}: ${role}`}</title>
      <rect width={at.width} height={at.height} rx="6" />
      <text x={PADDING} y={PADDING + 14} class="org">
        {`${orgId.slice(0, 8)}… ${ROLES[role ?? "viewpoint"]}`}
      </text>
      {linesOf(of).map(({ text, isSpent }, index) => (
        <text
          key={index}
          x={PADDING}
          y={PADDING + LINE * (index + 1) + 14}
          class={isSpent ? "key bad" : "key"}
        >
          {text}
        </text>
      ))}
    </g>
  );
}

const ROLES = {
  viewpoint: "this organisation",
  accepted: "accepted",
  accepting: "accepts this one",
  "not accepted": "not accepted",
} as const;

interface Line {
  readonly text: string;
  readonly isSpent: boolean;
}

function linesOf({ keys }: GraphOrganisation): readonly Line[] {
  const shown = keys.slice(0, keys.length > LISTED ? LISTED - 1 : LISTED).map((key) => ({
    text: keyText(key, shorten),
    isSpent: isSpent(key),
  }));
  const more = keys.length - shown.length;
  return more === 0 ? shown : [...shown, { text: `and ${more} more`, isSpent: false }];
}

function shorten(name: string): string {
  const characters = [...name];
  return characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME - 1).join("")}…` : name;
}

function sizeOf(organisation: GraphOrganisation): BoxSize {
  const lines = linesOf(organisation);
  const longest = Math.max(0, ...lines.map(({ text }) => widthOf(text)));
  return {
    width: Math.max(MIN_WIDTH, PADDING * 2 + longest),
    height: PADDING * 2 + LINE * (lines.length + 1),
  };
}

/** About how wide a text is: other letters than those of ASCII may be twice as wide. */
function widthOf(text: string): number {
  return [...text].reduce((width, one) => width + (one < "\x7f" ? 1 : 2), 0) * CHARACTER;
}

function describe({ organisations, grants }: TrustGraph): string {
  const followed = grants.filter(({ isFollowed }) => isFollowed).length;
  return `${organisations.length} organisations and ${grants.length} grants, ${followed} of them followed`;
}
