// One stream for all tabs of a browser: it allows six connections to a host, and a seventh tab would hang.
import { openStream } from "./live-stream.js";

const GONE = 150_000; // browsers let hidden tabs speak once a minute
const MOST_TOLD = 200;
const MARGIN = 2; // seconds; as the server's (realtime/memory.py)
// address → {stream, ports: Map(port → when heard), state, begin, told: [{names, id}]}: since `begin` all of `told` is known
const streams = new Map();

// A tab says where it listens and until when it knows everything, and says it again every half minute: one that slept so
// long that it was forgotten is back.
function join(port, address, since) {
  const kept = streams.get(address) ?? open(address, since);
  if (!kept.ports.has(port)) {
    if (kept.state) port.postMessage({ state: kept.state });
    if (kept.state === "online") for (const told of missed(kept, Number(since))) port.postMessage(told);
  }
  kept.ports.set(port, Date.now());
}

function open(address, since) {
  const kept = { ports: new Map(), state: "", begin: Number(since), told: [] };
  streams.set(address, kept);
  kept.stream = openStream(address, since, (told) => tell(address, kept, told));
  return kept;
}

function missed(kept, since) {
  const begin = since - MARGIN;
  if (begin >= kept.begin) return kept.told.filter(({ id }) => Number(id) >= begin);
  return [{ names: ["refresh"] }];
}

function leave(port, address) {
  const kept = streams.get(address);
  if (!kept?.ports.delete(port) || kept.ports.size) return;
  kept.stream.close();
  streams.delete(address);
}

function tell(address, kept, told) {
  if (told.state === kept.state && !told.names) return;
  kept.state = told.state ?? kept.state;
  if (told.names) remember(kept, told);
  for (const port of kept.ports.keys()) port.postMessage(told);
  if (told.refused && streams.get(address) === kept) streams.delete(address);
}

function remember(kept, told) {
  if (told.names.includes("refresh")) {
    kept.begin = Number(told.id);
    kept.told = [];
    return;
  }
  kept.told.push(told);
  if (kept.told.length > MOST_TOLD) kept.begin = Number(kept.told.shift().id);
}

self.addEventListener("connect", ({ ports: [port] }) => {
  let address = "";
  port.addEventListener("message", ({ data }) => {
    if (data.join) join(port, (address = data.join), data.since);
    else if (data.leave) leave(port, address);
    else if (data.again) streams.get(address)?.stream.again();
    else if (data.anew) streams.get(address)?.stream.anew();
  });
  port.start();
});

// Tabs that crashed never said good-bye.
setInterval(() => {
  for (const [address, { ports }] of streams) {
    for (const [port, heard] of ports) if (Date.now() - heard > GONE) leave(port, address);
  }
}, 30_000);
