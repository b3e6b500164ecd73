import type {
  GraphGrant,
  GraphKey,
  GraphOrganisation,
  TrustGraph,
} from "../../../domain/trust_graph.ts";
import { escapeText } from "../../../formats/escape.ts";
import { placeBoxes, type Point } from "../../../formats/graph/place_boxes.ts";
import type { PicturedTrust } from "../load_trust.ts";

/** The size of a box, in the units of the picture, and how many keys it lists. */
const [WIDTH, LINE, PADDING, LISTED] = [250, 20, 10, 6];

/** The longest text of a line, in characters. */
const MAX_TEXT = 30;

/** Organisations with their keys, and arrows from whoever accepts keys to whose they are. The table below says the same. */
export function TrustPicture({ of: { graph, isCutOff } }: { readonly of: PicturedTrust }) {
  const { organisations, grants } = graph;
  const boxes = organisations.map((one) => ({ width: WIDTH, height: heightOf(one) }));
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
            <Box key={one.orgId} of={one} at={placed.boxes[index]!} />
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
  { of: { orgId, role, keys }, at }: { readonly of: GraphOrganisation; readonly at: Point },
) {
  const lines = linesOf(keys);
  return (
    <g class={`box ${role?.replaceAll(" ", "-") ?? ""}`} transform={`translate(${at.x} ${at.y})`}>
      <title>{`${orgId}: ${role}`}</title>
      <rect width={WIDTH} height={PADDING * 2 + LINE * (lines.length + 1)} rx="6" />
      <text x={PADDING} y={PADDING + 14} class="org">
        {`${orgId.slice(0, 8)}… ${ROLES[role ?? "viewpoint"]}`}
      </text>
      {lines.map(({ text, isGood }, index) => (
        <text
          key={index}
          x={PADDING}
          y={PADDING + LINE * (index + 1) + 14}
          class={isGood ? "key" : "key bad"}
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
  readonly isGood: boolean;
}

function linesOf(keys: readonly GraphKey[]): readonly Line[] {
  const shown = keys.slice(0, keys.length > LISTED ? LISTED - 1 : LISTED).map(lineOf);
  const more = keys.length - shown.length;
  return more === 0 ? shown : [...shown, { text: `and ${more} more`, isGood: true }];
}

function lineOf({ name, fingerprint, signing, trust }: GraphKey): Line {
  const faults = [signing, trust].filter((one) =>
    one !== null && one !== "active" && one !== "trusted"
  );
  const label = escapeText(name ?? fingerprint?.slice(0, 16) ?? "unreadable key");
  const state = faults[0] === undefined ? "" : `, ${faults[0]}`;
  const room = MAX_TEXT - state.length;
  const cut = label.length > room ? `${label.slice(0, room - 1)}…` : label;
  return { text: `${cut}${state}`, isGood: faults.length === 0 };
}

function heightOf({ keys }: GraphOrganisation): number {
  return PADDING * 2 + LINE * (linesOf(keys).length + 1);
}

function describe({ organisations, grants }: TrustGraph): string {
  const followed = grants.filter(({ isFollowed }) => isFollowed).length;
  return `${organisations.length} organisations and ${grants.length} grants, ${followed} of them followed`;
}
