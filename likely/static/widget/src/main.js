// The small script that every page loads: it decides, and fetches words and looks only when a survey shows.
import { BASE, SCRIPT, setBase } from "./base.js";
import { emit, on } from "./events.js";
import { keepOf } from "./kept.js";
import { flush, leave, merged, post, put } from "./queue.js";
import { hindrance, wasShown, whenReady } from "./target.js";

const VIEW = "w-view.mjs";
const SAME_MS = 864e5; // within a day, a browser goes on with the answer that it began
const MUTE_SECONDS = 3600; // after the server said no
const EARLY = ["on", "identify", "host"]; // of what waits: before the tag is looked at
const NUMBERS = ["delay", "scroll", "sample", "shownDays", "answeredDays"];

let properties = {};
let signed = "";
const watched = []; // surveys with their targeting
const open = {}; // slug: what is on the page

const newKey = () =>
  btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, (c) => "-_"["+/".indexOf(c)]);

/** What is kept of a response of today, or a new one; `as` names the asking that it answers. */
const responseOf = (slug, version, as) =>
  keepOf(slug, (kept) => {
    if (!kept.key || kept.version !== version || !(Date.now() - kept.begun < SAME_MS)) {
      Object.assign(kept, { key: newKey(), begun: Date.now(), version, given: {}, done: false, as });
    }
    if (as) kept.as = as;
    return kept;
  });

const mute = (slug, seconds) =>
  keepOf(slug, (kept) => {
    kept.muted = Date.now() + seconds * 1000;
  });

const languages = (wanted) =>
  [wanted, document.documentElement.lang, ...(navigator.languages || [])].filter(Boolean).join();

async function fetchSurvey(slug, options) {
  const reply = await fetch(`${BASE}/w/${slug}.json?lang=${encodeURIComponent(languages(options.lang))}`, {
    credentials: "omit",
  });
  if (reply.ok) return reply.json();
  mute(slug, +reply.headers.get("Retry-After") || MUTE_SECONDS);
  throw reply.status;
}

/** Whether the server, which knows the visitor by your signature, lets them be asked now. */
async function mayAsk(slug) {
  const reply = await fetch(`${BASE}/w/${slug}/ask`, { method: "POST", body: signed, credentials: "omit" });
  const told = reply.ok ? await reply.json() : { again: MUTE_SECONDS };
  if (!told.ask) mute(slug, told.again);
  return told;
}

async function show(slug, options, told, forced) {
  if (open[slug]) return open[slug].focus?.();
  const skip = (reason) => {
    delete open[slug];
    emit("skipped", { survey: slug, reason });
  };
  open[slug] = {};
  let survey, view;
  try {
    [survey, view] = await Promise.all([fetchSurvey(slug, options), import(`${BASE}/${VIEW}`)]);
  } catch (error) {
    return skip(typeof error === "number" ? `server ${error}` : "network");
  }
  const known = { ...properties, ...told };
  if (!document.body) await new Promise((go) => addEventListener("DOMContentLoaded", go, { once: true }));
  const reason = forced || options.preview ? "" : hindrance(slug, options, known, survey.rest);
  if (reason) return skip(reason);
  // Whoever presses a button, or a page that shows it at once, asks for it: the policy is about being asked.
  let as;
  if (signed && !forced && !options.preview && options.mode !== "button") {
    const verdict = await mayAsk(slug).catch(() => ({}));
    if (!verdict.ask) return skip("policy");
    as = verdict.as;
  }
  const kept = options.preview ? { key: newKey() } : responseOf(slug, survey.version, as);
  const answer = (parts, evidence) => {
    if (options.preview) return emit("status", { survey: slug, status: "saved" });
    keepOf(slug, (now) => {
      now.given = merged(now.given || {}, parts);
      now.answered = Date.now();
      if (parts.done) now.done = true;
    });
    const whole = { ...parts, evidence, language: survey.language, proof: survey.proof };
    if (Object.keys(known).length && !survey.anonymous) whole.properties = known;
    if (signed) whole.preset = signed;
    if (kept.as) whole.ask = kept.as;
    put(slug, kept.key, whole);
  };
  const shown = () => {
    // Where consent is asked for, nothing leaves the page before it, no count either.
    if (!options.preview && wasShown(slug, options.mode) && !survey.consent) post(slug, { seen: true, ask: kept.as });
    emit("shown", { survey: slug });
  };
  const closed = (done) => {
    delete open[slug];
    emit("closed", { survey: slug, done });
  };
  const at = { survey, slug, options, answer, shown, closed, emit, on, properties: known };
  open[slug] = view.show({ ...at, key: kept.key, given: kept.given || {}, done: kept.done });
}

/** Show it when its targeting says so; `told` are the properties of the event that called for it. */
const consider = (one, told = {}) => {
  one.stop?.();
  const reason = hindrance(one.slug, one.options, { ...properties, ...told });
  if (reason) return emit("skipped", { survey: one.slug, reason });
  one.stop = whenReady(one.options, () => show(one.slug, one.options, told));
};

const watch = (slug, options) => {
  const one = { slug, options: { mode: "corner", ...options } };
  watched.push(one);
  if (!options.event) consider(one);
};

/** Look again at those that have such a rule and wait for no event. */
const again = (rule) => {
  for (const one of watched) if (one.options[rule] && !one.options.event && !open[one.slug]) consider(one);
};

const deeds = {
  identify(told, proof) {
    properties = { ...properties, ...told };
    signed = proof || signed;
    again("when");
  },
  track(event, told) {
    emit("track", { event, properties: told });
    // Of a visitor whom your server has signed, it is also kept: programmes may wait for it.
    if (signed && watched[0]) {
      const body = JSON.stringify({ signed, event, properties: told });
      fetch(`${BASE}/w/${watched[0].slug}/track`, { method: "POST", keepalive: true, credentials: "omit", body }).catch(() => {});
    }
    for (const one of watched) if (one.options.event === event) consider(one, told);
  },
  /** At once, however often it was shown; with a rule of targeting among the options, under that rule. */
  show(slug, options = {}) {
    if (["event", "url", "when", ...NUMBERS].some((name) => name in options)) watch(slug, options);
    else show(slug, { mode: "modal", ...options }, {}, true);
  },
  hide: (slug) => (slug ? [slug] : Object.keys(open)).forEach((name) => open[name]?.close?.()),
  on,
  /** Where Likely is, for a page that carries this module itself. */
  host(address) {
    setBase(address.replace(/\/$/, ""));
    flush();
  },
};

export const likely = (deed, ...words) => {
  if (!Object.hasOwn(deeds, deed)) throw Error(`likely: ${deed}?`);
  return deeds[deed](...words);
};

/** data-when="plan=pro,team; region=EU" */
const whenOf = (text) =>
  Object.fromEntries(
    text.split(";").map((rule) => {
      const [name, values = ""] = rule.split("=");
      return [name.trim(), values.split(",").map((value) => value.trim())];
    }),
  );

const optionsOf = (data) => {
  const options = { ...data };
  for (const name of NUMBERS) if (name in options) options[name] = Number(options[name]) || 0;
  if (options.when) options.when = whenOf(options.when);
  return options;
};

const obey = (words) => {
  try {
    likely(...words);
  } catch (error) {
    console.error(error); // one wrong command stops no other
  }
};

/** What a script tag asks for. A second tag speaks to the first one's script. */
likely.tag = (script) => {
  if (script?.dataset.survey) watch(script.dataset.survey, { at: script, ...optionsOf(script.dataset) });
};

const start = () => {
  const waiting = window.likely?.q || [];
  if (window.likely?.tag) return window.likely.tag(SCRIPT);
  window.likely = likely;
  const isEarly = ([deed]) => EARLY.includes(deed);
  for (const words of waiting) if (isEarly(words)) obey(words);
  likely.tag(SCRIPT);
  for (const words of waiting) if (!isEarly(words)) obey(words);
  addEventListener("online", flush);
  addEventListener("pagehide", leave);
  (window.navigation || window).addEventListener(window.navigation ? "currententrychange" : "popstate", () => again("url"));
  flush(); // what an earlier page could not send
  emit("ready");
};

if (typeof window !== "undefined") start();
