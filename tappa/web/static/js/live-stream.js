// One stream: connects, reads names, comes back by itself. Runs in the worker, or in the page where there is none.
// By fetch and not by EventSource, which tells neither the status of an answer nor that nothing comes any more.
const SILENCE = 40_000; // the server says something every 15 seconds
const SUSPICIOUS = 20_000; // silence after which a machine that has slept asks anew
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;

// `since`: until when the page knows everything, by the server's clock. The server tells what came after, or `refresh`.
// `tell` gets {names: […], id}, {state: "online" | "offline", id} and {refused: 401 | 404}, after which the stream has
// ended. `id` is until when everything has been told by then.
export function openStream(address, since, tell) {
  let last = since;
  let pause = FIRST_PAUSE;
  let isClosed = false;
  let isDeaf = false; // the server is there, and itself hears of nothing just now
  let heard = Date.now();
  let wake = () => {};
  let attempt = new AbortController();

  async function run() {
    while (!isClosed) {
      attempt = new AbortController();
      isDeaf = false;
      let wait = 0;
      try {
        wait = await connect(attempt);
      } catch {
        // the network, the server, or silence: all the same
      }
      if (isClosed) return;
      tell({ state: "offline" });
      // Spread, so that not all pages come back at the same instant.
      await rest(Math.max(wait, pause * (0.5 + Math.random())));
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  async function connect(controller) {
    const dog = watchdog(controller);
    try {
      const answer = await fetch(address, {
        headers: { Accept: "text/event-stream", ...(last ? { "Last-Event-ID": last } : {}) },
        cache: "no-store", redirect: "error", signal: controller.signal,
      });
      if (answer.status === 401 || answer.status === 404) {
        isClosed = true;
        tell({ refused: answer.status });
      }
      if (!answer.ok) return 1000 * (Number(answer.headers.get("Retry-After")) || 0);
      await read(answer.body, dog);
      return 0;
    } finally {
      dog.stop();
      controller.abort();
    }
  }

  async function read(body, dog) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done || isClosed) return;
      dog.fed();
      heard = Date.now();
      pause = FIRST_PAUSE;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) hear(block);
    }
  }

  function hear(block) {
    const lines = block.split("\n");
    const names = lines.filter((line) => line.startsWith("data: ")).flatMap((line) => line.slice(6).split(" "));
    if (names.length) isDeaf = names.includes("offline");
    if (isDeaf) return tell({ state: "offline" });
    last = lines.find((line) => line.startsWith("id: "))?.slice(4) ?? last;
    tell({ state: "online", id: last });
    if (names.length) tell({ names, id: last });
  }

  function rest(time) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, time);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  run();
  return {
    // Try again at once: the network is back, or the machine has woken.
    again() {
      pause = FIRST_PAUSE;
      if (Date.now() - heard > SUSPICIOUS) attempt.abort();
      wake();
    },
    // Let go of the connection and make a new one: who listens has changed, or the connection may be dead.
    anew() {
      pause = FIRST_PAUSE / 5;
      attempt.abort();
      wake();
    },
    close() {
      isClosed = true;
      attempt.abort();
      wake();
    },
  };
}

function watchdog(controller) {
  let timer;
  const stop = () => clearTimeout(timer);
  const fed = () => {
    stop();
    timer = setTimeout(() => controller.abort(), SILENCE);
  };
  fed();
  return { fed, stop };
}
