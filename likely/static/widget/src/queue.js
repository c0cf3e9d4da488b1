// Each answer is sent until the server has acknowledged it, always under the same key, so that nothing is
// lost and nothing counts twice. What waits outlives the page.
import { BASE } from "./base.js";
import { emit } from "./events.js";
import { keep } from "./kept.js";

const RETRY_MS = 1000;
const LONGEST_MS = 60000;
const OLDEST_MS = 30 * 864e5;
const AROUND = ["evidence", "proof", "language", "properties", "preset", "ask"]; // no answer by themselves
const AGAIN = [408, 409, 425, 429]; // 409: paused, and perhaps open again later

let busy = false;
let failures = 0;
let timer;

export const merged = (a, b) => {
  const both = { ...a, ...b };
  if (a.answers && b.answers) both.answers = { ...a.answers, ...b.answers };
  return both;
};

export const put = (slug, key, parts) => {
  keep(({ queue }) => {
    const name = `${slug} ${key}`;
    queue[name] = { at: Date.now(), parts: merged(queue[name]?.parts || {}, parts) };
  });
  flush();
};

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Take out what was sent; what was changed meanwhile stays. */
const drop = (name, sent) =>
  keep(({ queue }) => {
    const left = queue[name]?.parts || {};
    for (const part in sent) {
      if (part === "answers" && left.answers) {
        for (const key in sent.answers) if (same(left.answers[key], sent.answers[key])) delete left.answers[key];
        if (!Object.keys(left.answers).length) delete left.answers;
      } else if (same(left[part], sent[part])) delete left[part];
    }
    if (!Object.keys(left).some((part) => !AROUND.includes(part))) delete queue[name];
  });

const refused = async (name, sent, reply, slug) => {
  let told = {};
  try {
    told = await reply.json();
  } catch {
    // no problem document
  }
  const [part, key] = (told.field || "").split(".");
  const wrong = part === "answers" && key ? { answers: { [key]: sent.answers?.[key] } } : { [part]: sent[part] };
  const named = wrong.answers ? key in (sent.answers || {}) : part in sent;
  const over = reply.status === 404 || reply.status === 410 || !named; // else it would come back for ever
  if (over) keep(({ queue }) => delete queue[name]);
  else drop(name, wrong);
  emit("status", { survey: slug, status: over ? "ended" : told.code === "too_long" ? "too_long" : "refused" });
};

/** The reply; undefined without a network. */
export const post = (slug, parts) =>
  fetch(`${BASE}/w/${slug}`, {
    method: "POST",
    keepalive: true, // outlives the page
    credentials: "omit",
    body: JSON.stringify(parts),
    headers: { "Content-Type": "application/json" },
  }).catch(() => {});

/** The page is going: what came after the parcel that is under way is sent too. */
export const leave = () => {
  busy = false;
  flush();
};

export async function flush() {
  if (busy) return;
  clearTimeout(timer);
  const queue = keep((all) => {
    for (const name in all.queue) if (!(Date.now() - all.queue[name].at < OLDEST_MS)) delete all.queue[name];
    return all.queue;
  });
  const names = Object.keys(queue);
  if (!names.length) return;
  const name = names[failures % names.length];
  const [slug, key] = name.split(" ");
  const sent = queue[name].parts;
  const say = (status) => emit("status", { survey: slug, status });
  busy = true;
  say("saving");
  const reply = await post(slug, { ...sent, key });
  busy = false;
  const status = reply ? reply.status : 0;
  if (reply && reply.ok) {
    failures = 0;
    drop(name, sent);
    say("saved");
  } else if (status >= 400 && status < 500 && !AGAIN.includes(status)) await refused(name, sent, reply, slug);
  else {
    const pause = Math.min(LONGEST_MS, RETRY_MS * 2 ** failures++) * (0.75 + Math.random() / 2);
    timer = setTimeout(flush, (reply && reply.headers.get("Retry-After") * 1000) || pause);
    return say(navigator.onLine === false ? "offline" : "retrying");
  }
  flush();
}
