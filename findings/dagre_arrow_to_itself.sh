#!/usr/bin/env bash
# dagre places the arrow from a box to itself outside of the picture that it measures: beyond its right edge with
# rankdir TB, below its lower edge with LR. `graph().width` and `height` leave it out, so
# that a drawing of that size cuts it off. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @dagrejs/dagre@3.1.3 >/dev/null

cat >look.cjs <<'JS'
const dagre = require("@dagrejs/dagre");
console.log("dagre", require("@dagrejs/dagre/package.json").version);
for (const rankdir of ["TB", "LR"]) {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir });
  graph.setNode("a", { width: 100, height: 40 });
  graph.setNode("b", { width: 100, height: 40 });
  graph.setEdge("a", "b", {});
  graph.setEdge("a", "a", {});
  dagre.layout(graph);
  const { width, height } = graph.graph();
  const { points } = graph.edge("a", "a");
  const right = Math.max(...points.map(({ x }) => x));
  const bottom = Math.max(...points.map(({ y }) => y));
  console.log(`${rankdir}: picture ${width} x ${height}, the arrow reaches ${right}, ${bottom}`);
}
JS
node look.cjs | tee seen.txt
diff - seen.txt <<'SEEN'
dagre 3.1.3
TB: picture 150 x 130, the arrow reaches 190, 40
LR: picture 250 x 80, the arrow reaches 100, 100
SEEN
echo "as described: the arrow leaves the picture"
