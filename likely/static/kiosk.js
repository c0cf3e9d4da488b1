// A survey on a device that stands somewhere: one question at a time, one visitor after the other, with or without
// a network. What is tapped is kept on the device before anything else happens to it.
import { h } from "./widget/src/dom.js";
import { fieldOf } from "./widget/src/field.js";
import { watchGestures } from "./widget/src/gesture.js";
import { asked, groupOf, keysOf } from "./widget/src/rules.js";

const IDLE_MS = 30000; // untouched for so long, the next visitor starts afresh
const WARN_MS = 10000; // before that, it says so
const THANKS_SECONDS = 8;
const PICKED_MS = 450; // so that the finger sees what it chose
const HOLD_MS = 3000; // on the hidden corner, above left
const CORNER_PX = 72;
const MOST_LANGUAGES = 5; // side by side; more fold into a menu
const TYPED_MS = 900;
const RETRY_MS = 1000;
const LONGEST_MS = 60000;
const NEWER_MS = 600000; // how often an idle kiosk asks whether the survey has changed
const TRIES = 5; // at the PIN
const OWN = ["score", "reason", "permission", "done"]; // sent by their own names, all else among the answers
const AGAIN = [408, 409, 410, 425, 429]; // 409 paused, 410 closed: perhaps open again later

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const place = `likely-kiosk ${data.slug}`;
const newKey = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, (c) => "-_"["+/".indexOf(c)]);

/* ---- the queue: one entry a visitor, on the device until the server has acknowledged it ---- */
let memory = "{}"; // where the browser keeps nothing
const load = () => {
  try {
    memory = localStorage.getItem(place) || "{}";
  } catch {
    // as long as the page stays open, `memory` is the queue
  }
  try {
    return JSON.parse(memory) || {};
  } catch {
    return {};
  }
};
const keep = (alter) => {
  const queue = load();
  const told = alter(queue);
  memory = JSON.stringify(queue);
  try {
    localStorage.setItem(place, memory);
  } catch {
    // full or forbidden
  }
  showQueue(queue);
  return told;
};
const put = (key, parts) => {
  keep((queue) => {
    const entry = (queue[key] ||= { at: Date.now(), n: 0, parts: {} });
    const answers = { ...entry.parts.answers, ...parts.answers };
    entry.n += 1;
    entry.parts = { ...entry.parts, ...parts, ...(Object.keys(answers).length ? { answers } : {}) };
  });
  flush();
};

let busy = false;
let failures = 0;
let timer = 0;
async function flush() {
  if (busy) return;
  clearTimeout(timer);
  const waiting = Object.entries(load()).sort(([, a], [, b]) => a.at - b.at);
  if (!waiting.length) return;
  const [key, entry] = waiting[failures % waiting.length]; // one that fails does not hold up the others
  busy = true;
  const status = await send(key, entry);
  busy = false;
  showQueue(load());
  if (status === "again") return;
  failures = 0;
  flush();
}
/** Sends all that is known of one visitor; what was sent before is repeated, which changes nothing. */
async function send(key, { at, n, parts }) {
  const ago = Math.max(0, Math.round((Date.now() - at) / 1000));
  let reply;
  try {
    reply = await fetch(`/k/${data.slug}`, {
      method: "POST",
      keepalive: true,
      credentials: "omit",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ ...parts, key, ago }),
    });
  } catch {
    // no network
  }
  if (reply?.ok) keep((queue) => queue[key]?.n === n && delete queue[key]);
  else if (reply && reply.status < 500 && !AGAIN.includes(reply.status)) await refused(key, reply);
  else {
    const asked = reply && Number(reply.headers.get("Retry-After")) * 1000;
    timer = setTimeout(flush, asked || Math.min(LONGEST_MS, RETRY_MS * 2 ** failures++) * (0.75 + Math.random() / 2));
    return "again";
  }
  return "sent";
}
/** What the server will never take is taken out, so that the rest gets through. */
async function refused(key, reply) {
  let field = "";
  try {
    ({ field = "" } = await reply.json());
  } catch {
    // no problem document
  }
  const [part, inner] = field.split(".");
  keep((queue) => {
    const entry = queue[key];
    if (!entry) return;
    if (part === "answers" && inner in (entry.parts.answers || {})) delete entry.parts.answers[inner];
    else if (part in entry.parts) delete entry.parts[part];
    else delete queue[key];
  });
}
function showQueue(queue) {
  const n = Object.keys(queue).length;
  const away = n > 0 && (failures > 0 || navigator.onLine === false);
  const said = away ? `${n} ↻` : "";
  if ($("queue").textContent !== said) $("queue").textContent = said;
  $("queue").title = away ? survey.words.offline : "";
}
addEventListener("online", () => {
  failures = 0;
  flush();
});

/* ---- one visitor ---- */
const first = data.surveys[0];
let survey = first;
let visitor = null;
let stage = $("stage");
let next = 0; // timer of the step that follows a tap
let typed = 0;

function begin() {
  clearTimeout(next);
  if (visitor) store();
  visitor?.gestures.stop();
  visitor = { key: newKey(), answers: {}, held: {}, at: "", begun: false, gestures: watchGestures(document.body) };
  speak(first);
  show(steps()[0]);
}
/** Whoever touches the screen has opened the survey. Without a network the answer alone will say so. */
function opened() {
  if (!visitor || visitor.opened || first.consent) return; // before consent nothing leaves the page
  visitor.opened = true;
  const headers = { "Content-Type": "application/json" };
  fetch(`/k/${data.slug}`, { method: "POST", body: '{"seen":true}', headers, credentials: "omit", keepalive: true }).catch(() => {});
}
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, opened, true);

/** The keys of the screens: consent where the survey asks for it, then the questions that this visitor meets. */
const steps = () => {
  const met = asked(survey, visitor.answers, {});
  const found = survey.questions.filter(({ key }) => met.has(key)).map(({ key }) => key);
  return survey.consent ? ["consent", ...found] : found;
};
const questionOf = (key) => survey.questions.find((question) => question.key === key);

function store() {
  clearTimeout(typed);
  const { held, answers, key } = visitor;
  if (!Object.keys(held).length || (survey.consent?.required && answers.consent !== true)) return;
  const parts = { language: survey.language, proof: data.proof, evidence: visitor.gestures.seen() };
  if (data.preset) parts.preset = data.preset;
  for (const name in held) {
    if (OWN.includes(name)) parts[name] = held[name];
    else (parts.answers ||= {})[name] = held[name];
  }
  visitor.held = {};
  put(key, parts);
}
function take(values, how) {
  visitor.begun = true;
  for (const name in values) {
    visitor.answers[name] = values[name];
    visitor.held[name] = values[name] === "" && name !== "reason" ? null : values[name];
  }
  clearTimeout(typed);
  if (how === "typed") typed = setTimeout(store, TYPED_MS);
  else store();
}

function show(step, backwards) {
  visitor.at = step;
  const all = steps();
  const part = step === "consent" ? consentStep() : questionStep(questionOf(step));
  const back = all.indexOf(step) > 0 && h("button", { type: "button", class: "quiet", onclick: () => move(-1) }, survey.words.back);
  const isLast = all.indexOf(step) === all.length - 1;
  const leading = step === all.find((key) => key !== "consent");
  const on = step !== "consent" && !leading && h("button", { type: "button", id: "next", onclick: () => move(1) }, isLast ? survey.words.send : survey.words.next);
  stage.replaceChildren(h("section", { class: "step", tabindex: "-1" }, part, h("p", { class: "wrong", role: "alert" }), h("div", { class: "foot" }, back || h("span"), idleHint(), on)));
  if (visitor.begun || backwards) stage.querySelector(".step").focus();
}
const idleHint = () => h("button", { type: "button", class: "quiet", id: "idle", hidden: true, onclick: begin });

function move(by) {
  clearTimeout(next);
  store();
  if (by > 0 && current.missing?.()) {
    stage.querySelector(".wrong").textContent = survey.words.required;
    return current.first().focus();
  }
  const all = steps();
  const to = all[all.indexOf(visitor.at) + by];
  if (to) show(to, by < 0);
  else finish();
}
const soon = () => {
  clearTimeout(next);
  next = setTimeout(move, PICKED_MS, 1);
};

let current = {};
function questionStep(question) {
  const mine = visitor;
  const { answers } = mine;
  const single = question.kind !== "choices" && question.kind !== "text" && question.kind !== "contact" && !question.rows;
  current = fieldOf(question, {
    id: `q-${question.key}`,
    words: survey.words,
    answers,
    seed: visitor.key,
    take: (values, how) => {
      if (mine !== visitor) return; // a field that is taken away tells its last change, which is stored already
      take(values, how);
      if (how === "picked" && single && answers[question.key] !== "other" && !byKeys) soon();
      if (byKeys) refreshNext();
    },
  });
  current.turn(true, typeof answers.score === "number" ? groupOf(answers.score) : undefined);
  const label = current.part.querySelector(".label");
  label.setAttribute("role", "heading"); // of a page that holds this question alone
  label.setAttribute("aria-level", "1");
  return current.part;
}
/** Whoever uses keys passes over numbers that are not meant, so the first question gets its button too. */
function refreshNext() {
  const foot = stage.querySelector(".foot");
  if ($("next") || !foot) return;
  foot.append(h("button", { type: "button", id: "next", onclick: () => move(1) }, survey.words.next));
}
function consentStep() {
  current = {};
  const { consent, words } = survey;
  const say = (yes) => {
    take({ consent: yes });
    if (yes || !consent.required) soon();
    else begin();
  };
  const answer = (yes, said) => h("button", { type: "button", class: yes ? null : "quiet", onclick: () => say(yes) }, said);
  // What is agreed can be read elsewhere; no link leads out of a device that many share.
  const where = consent.link && h("p", { class: "soft" }, h("bdi", { dir: "ltr" }, consent.link.replace("https://", "")));
  return h("div", {}, h("h1", {}, consent.text), where, h("div", { class: "yes-no" }, answer(true, words.yes), answer(false, words.no)));
}

function finish() {
  take({ done: true });
  const { score } = visitor.answers;
  const group = typeof score === "number" ? groupOf(score) : "all";
  let left = THANKS_SECONDS;
  const again = h("button", { type: "button", class: "quiet", onclick: begin });
  const tick = () => {
    again.textContent = `${survey.words.start_over} (${left})`;
    if (left-- > 0) next = setTimeout(tick, 1000);
    else begin();
  };
  const said = survey.thanks[group] || survey.thanks.all || "";
  stage.replaceChildren(h("section", { class: "step thanks", id: "thanks", tabindex: "-1" }, h("h1", {}, survey.words.thanks), h("p", {}, said), again));
  stage.querySelector(".step").focus();
  visitor.at = "thanks";
  clearTimeout(next);
  tick();
}

/* ---- words ---- */
function speak(wanted) {
  survey = wanted;
  const { words, language, direction, privacy, sender } = survey;
  document.documentElement.lang = language;
  document.documentElement.dir = direction;
  document.title = `${words.title} · ${sender}`;
  $("sender").textContent = data.place ? `${sender} · ${data.place}` : sender;
  $("privacy").textContent = privacy;
  $("languages").setAttribute("aria-label", words.languages);
  const others = data.surveys.length > 1 ? data.surveys : [];
  const buttons = others.map((one) => {
    const speakIt = () => (speak(one), visitor.at === "thanks" ? begin() : show(visitor.at));
    return h("button", { type: "button", lang: one.language, "aria-pressed": `${one === survey}`, onclick: speakIt }, one.name);
  });
  const folded = buttons.length > MOST_LANGUAGES;
  $("languages").replaceChildren(...(folded ? [h("details", {}, h("summary", {}, survey.name), h("div", {}, buttons))] : buttons));
}

/* ---- untouched: what was tapped stays stored, and the next visitor starts afresh ---- */
let touched = performance.now();
let byKeys = false;
const quiet = () => performance.now() - touched;
for (const kind of ["pointerdown", "pointermove", "keydown", "input"]) {
  addEventListener(kind, () => (touched = performance.now()), { capture: true, passive: true });
}
addEventListener("pointerdown", () => (byKeys = false), true);
addEventListener("keydown", (event) => {
  byKeys = true;
  if (event.key === "Enter" && visitor.at !== "thanks" && event.target.matches("input:not(#pin)")) {
    event.preventDefault();
    move(1);
  } else if (!$("exit").open) current.digit?.(event);
}, true);
setInterval(() => {
  const isFresh = !visitor.begun && survey === first && visitor.at === steps()[0];
  if (quiet() > IDLE_MS) {
    if ($("exit").open) $("exit").close();
    if (!isFresh && visitor.at !== "thanks") begin();
  }
  const hint = $("idle");
  const left = Math.ceil((IDLE_MS - quiet()) / 1000);
  if (hint) {
    hint.hidden = isFresh || left > WARN_MS / 1000 || left <= 0;
    hint.textContent = `${survey.words.start_over} (${left})`;
  }
}, 500);
addEventListener("pagehide", store);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && store());
addEventListener("contextmenu", (event) => event.preventDefault());

/* ---- the whole screen, and the hidden way out of it ---- */
let left = false;
addEventListener("click", () => {
  if (left || document.fullscreenElement || $("exit").open) return;
  document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {}); // where it is not allowed, the page is as large as it is
});
let holding = 0;
let tries = 0;
addEventListener("pointerdown", ({ clientX, clientY }) => {
  clearTimeout(holding);
  if (clientX > CORNER_PX || clientY > CORNER_PX) return;
  holding = setTimeout(() => {
    const n = Object.keys(load()).length;
    const { none, some } = $("exit-waiting").dataset;
    $("exit-waiting").textContent = n ? `${some} ${n}` : none;
    $("exit-pin").hidden = !data.pin;
    $("exit-wrong").textContent = $("pin").value = "";
    tries = 0;
    $("exit").showModal();
  }, HOLD_MS);
});
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => clearTimeout(holding));
$("exit-form").addEventListener("submit", (event) => {
  if (event.submitter?.value === "go-on") return;
  event.preventDefault();
  if (data.pin && $("pin").value !== data.pin) {
    $("exit-wrong").textContent = $("exit-wrong").dataset.wrong;
    $("pin").value = "";
    $("pin").focus();
    if (++tries >= TRIES) $("exit").close();
    return;
  }
  left = true;
  if (document.fullscreenElement) document.exitFullscreen();
  location.assign("/");
});

/* ---- kept for a reload without a network, and renewed when the survey has a newer version ---- */
async function prepare() {
  try {
    await navigator.serviceWorker.register("/k/sw.js");
    const own = performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => new URL(name).pathname.endsWith(".js"));
    await (await caches.open("likely-kiosk")).addAll([location.href, ...new Set([...own, import.meta.url])]);
  } catch {
    // no service worker without https: the queue stays all the same, only a reload needs the network
  }
}
setInterval(async () => {
  if (visitor.begun || Object.keys(load()).length) return;
  try {
    const reply = await fetch(location.href, { credentials: "omit", cache: "no-store" });
    const version = reply.headers.get("Kiosk-Version");
    const cached = version === null && reply.status >= 500;
    if (!visitor.begun && !cached && version !== `${data.version}`) location.reload();
  } catch {
    // no network
  }
}, NEWER_MS);

begin();
showQueue(load());
flush();
prepare();
