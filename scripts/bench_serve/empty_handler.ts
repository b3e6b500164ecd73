// The least that a server in this runtime can do: it answers every request with the text that it was given.
const [text = ""] = Deno.args;
const headers = { "content-type": "application/json" };

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ hostname, port }) => console.error(`listening on http://${hostname}:${port}`),
}, () => new Response(text, { headers }));
