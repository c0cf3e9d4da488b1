(() => {
"use strict";
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const words = data.words;
const form = $("answer");
const path = location.pathname;
const place = "likely " + path; // what is not yet acknowledged waits here, and nothing else
const KEYED = 800, TYPED = 900, RETRY = 1000, LONGEST = 30000, STAY = 2000; // milliseconds

const groupOf = (score) => score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
const merged = (a, b) => {
  const both = {...a, ...b};
  if (a.answers && b.answers) both.answers = {...a.answers, ...b.answers};
  return both;
};
const empty = (parts) => Object.keys(parts).length === 0;

/* ---- sending: one request at a time, each part again until the server has acknowledged it ---- */
let key = form && form.elements.key ? form.elements.key.value : "";
let waiting = {}, sending = null, failures = 0, timer = 0, finished = !form;

/* ---- evidence of a person: events that the browser itself vouches for, and how long the page was in view ---- */
const gesture = {by: "", ms: 0, moves: 0, visible: false, automated: navigator.webdriver === true, numbers: 0, keys: 0};
let moves = 0; // of the mouse since its last press: a hand moves before it presses
let proof = form ? form.elements.proof.value : "";
let inView = 0, viewSince = document.visibilityState === "visible" ? performance.now() : null;
const viewed = () => Math.round(inView + (viewSince === null ? 0 : performance.now() - viewSince));
document.addEventListener("visibilitychange", () => {
  inView = viewed();
  viewSince = document.visibilityState === "visible" ? performance.now() : null;
});
let earlier = null; // what an earlier visit saw of the person whose words it could not send
const act = (by, byDigit) => {
  gesture.by = by;
  gesture.ms = viewed();
  gesture.visible = viewSince !== null;
  if (by === "key") gesture.keys += byDigit ? 2 : 1; // a hand comes to a button by other keys, to a number at once
  if (by === "pointer") { gesture.moves = Math.max(gesture.moves, moves); moves = 0; }
  earlier = null;
};
for (const [kind, by] of [["pointerdown", ""], ["touchstart", "touch"], ["keydown", "key"], ["click", "click"]]) {
  addEventListener(kind, (event) => {
    if (!event.isTrusted) return;
    if (kind === "click" && viewed() - gesture.ms < 5000 && gesture.by && gesture.by !== "dwell") return; // the click that follows a press
    act(by || (event.pointerType === "mouse" ? "pointer" : "touch"), /^[0-9]$/.test(event.key || ""));
  }, {capture: true, passive: true});
}
let pointed = ""; // where the mouse is: a browser may tell that of a new page, and tell it again, while nothing moves
addEventListener("pointermove", (event) => {
  const at = event.clientX + " " + event.clientY;
  if (!event.isTrusted || event.pointerType !== "mouse" || at === pointed) return;
  if (pointed) moves += 1;
  pointed = at;
}, {capture: true, passive: true});

const body = (parts) => {
  const whole = {...parts, language: data.language, ...(earlier || {evidence: gesture, proof})};
  if (form && form.elements.preset) whole.preset = form.elements.preset.value;
  if (key) whole.key = key;
  if (form && form.elements.website.value) whole.website = form.elements.website.value;
  return JSON.stringify(whole);
};
const keep = () => {
  const parts = merged(sending || {}, waiting);
  try {
    if (empty(parts)) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify({at: Date.now(), key, parts, ...(earlier || {evidence: gesture, proof})}));
  } catch { /* a browser that stores nothing still sends */ }
};
const say = (text) => {
  const where = finished ? $("thanks-close") : $("status");
  if (where.textContent !== text) where.textContent = text;
};
const put = (parts) => {
  // A browser may bring a ticked box back without a word; nothing begins without it.
  const agreed = consent && consent.checked && !begun ? {answers: {consent: true}} : {};
  waiting = merged(waiting, merged(agreed, parts));
  keep();
  send();
};

/* Without a consent that is required nothing leaves the page, but that it is taken back. */
const consent = $("consent");
let begun = data.first !== null;
const held = () => consent && consent.required && !consent.checked
  && !(begun && waiting.answers && waiting.answers.consent === false);

async function send() {
  if (sending || empty(waiting)) return;
  if (held()) return say(words.consent_missing);
  clearTimeout(timer);
  sending = waiting;
  waiting = {};
  say(finished ? words.thanks_waiting : words.saving);
  let reply = null;
  try {
    reply = await fetch(path, {
      method: "POST", keepalive: true, credentials: "same-origin",
      headers: {"Content-Type": "application/json", "Accept": "application/json"}, body: body(sending),
    });
  } catch { reply = null; }
  const parcel = sending;
  sending = null;
  if (reply && reply.ok) stored();
  else if (reply && reply.status < 500 && ![408, 425, 429].includes(reply.status)) await refused(reply, parcel);
  else later(parcel, reply);
  keep();
}
function stored() {
  failures = 0;
  begun = true;
  if (!empty(waiting)) return void send();
  say(finished ? words.thanks_close : words.saved);
}
function later(parcel, reply) {
  waiting = merged(parcel, waiting);
  const asked = reply && Number(reply.headers.get("Retry-After")) * 1000;
  const pause = asked || Math.min(LONGEST, RETRY * 2 ** failures) * (0.75 + Math.random() / 2);
  failures += 1;
  timer = setTimeout(send, pause);
  say(navigator.onLine === false ? words.offline : words.retrying);
}
async function refused(reply, parcel) {
  let field = "";
  let code = "";
  try { ({field = "", code = ""} = await reply.json()); } catch { /* not a problem document */ }
  const over = [404, 410].includes(reply.status) || /^(survey|link)_/.test(code);
  const name = field.replace(/^answers\./, "");
  const rest = {...parcel};
  if (name in rest) delete rest[name];
  else if (rest.answers && name in rest.answers) { rest.answers = {...rest.answers}; delete rest.answers[name]; }
  const dropped = body(rest) !== body(parcel);
  if (!over && dropped && !empty(rest)) waiting = merged(rest, waiting);
  back();
  say(over ? words.ended : code === "too_long" ? words.too_long : words.refused);
  if (!empty(waiting)) timer = setTimeout(send, RETRY);
}
addEventListener("online", send);
addEventListener("offline", () => { if (sending || !empty(waiting)) say(words.offline); });

/* ---- a personal link tells that a person looked, once the page is in view; an open one that somebody left ---- */
let seen = data.seen;
const look = () => {
  if (seen || document.visibilityState !== "visible") return;
  seen = true;
  fetch(path, {method: "POST", keepalive: true, headers: {"Content-Type": "application/json"}, body: '{"seen":true}'})
    .catch(() => {}); // the answer will say so anyway
};
function left() { // once a tab, however often it is loaded again
  if (begun || sending || !empty(waiting)) return;
  try {
    if (sessionStorage.getItem(place)) return;
    sessionStorage.setItem(place, "seen");
  } catch { /* then a reload is a look, too */ }
  look();
}
if (path.startsWith("/s/")) addEventListener("pagehide", left);
else { document.addEventListener("visibilitychange", look); look(); }

/* ---- the thanks, with the way back ---- */
function thank() {
  finished = true;
  document.title = $("thanks").querySelector("h1").textContent;
  form.hidden = true;
  $("thanks").hidden = false;
  $("thanks").focus();
}
function back() {
  if (!form) return;
  finished = false;
  form.hidden = false;
  $("thanks").hidden = true;
}

/* ---- what an earlier visit could not send ---- */
function resume() {
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(place)); } catch { return; }
  if (!kept) return;
  if (data.changed > kept.at) return keep(); // the server knows something newer
  if (data.first === null || !form) key = kept.key || key;
  if (kept.proof && !gesture.by) earlier = {evidence: kept.evidence, proof: kept.proof};
  if (form) fill(kept.parts);
  if (form && leadName in flat(kept.parts)) wanted = flat(kept.parts)[leadName];
  put(kept.parts);
}
if (!form) return resume();

/* ---- an answer: its name in the form, its value as it is sent ---- */
const OWN = ["score", "reason", "permission"];
const nameOf = (question) => OWN.includes(question) ? question : "answers." + question;
const leadName = nameOf(data.lead);
const lead = $("lead");
const kindOf = (part) => part.closest("[data-kind]").dataset.kind;
const named = (name) => [...form.querySelectorAll(`[name="${name}"]:not([type=hidden])`)];
function valueOf(name) { // null: not answered
  const parts = named(name);
  const first = parts[0];
  if (!first) return null;
  if (first.type === "checkbox") {
    if (kindOf(first) === "consent") return first.checked;
    const chosen = parts.filter((part) => part.checked).map((part) => part.value);
    return chosen.length ? chosen : null;
  }
  if (first.type !== "radio") return first.value.trim() ? first.value : null;
  const one = parts.find((part) => part.checked);
  if (!one) return null;
  const kind = kindOf(one);
  if (kind === "points") return one.value === "na" ? "na" : Number(one.value);
  return kind === "yes_no" ? one.value === "yes" : one.value;
}
const flat = (parts) => {
  const all = {};
  for (const name of OWN) if (name in parts) all[name] = parts[name];
  for (const [name, value] of Object.entries(parts.answers || {})) all["answers." + name] = value;
  return all;
};
const set = (parts, name, value) => {
  if (name.startsWith("answers.")) (parts.answers ||= {})[name.slice(8)] = value;
  else parts[name] = value === null ? "" : value; // only the words can be cleared
  return parts;
};
function fill(parts) {
  for (const [name, value] of Object.entries(flat(parts))) {
    const text = value === true ? "yes" : value === false ? "no" : value === null ? "" : String(value);
    for (const part of named(name)) {
      if (part.type === "checkbox") part.checked = Array.isArray(value) ? value.includes(part.value) : value === true;
      else if (part.type === "radio") part.checked = part.value === text;
      else part.value = text;
    }
  }
}

/* ---- the walk through the questions: as likely/ask/route.py ---- */
function holds(rule, facts) {
  if (typeof rule === "boolean") return rule;
  if ("not" in rule) return !holds(rule.not, facts);
  if ("all" in rule) return rule.all.every((part) => holds(part, facts));
  if ("any" in rule) return rule.any.some((part) => holds(part, facts));
  const fact = Object.hasOwn(facts, rule.on) ? facts[rule.on] : null;
  if ("answered" in rule) return (fact !== null && fact !== "" && !(Array.isArray(fact) && !fact.length)) === rule.answered;
  if ("is" in rule) return [].concat(fact).some((one) => rule.is.includes(one));
  return typeof fact === "number" && !(fact < rule.from) && !(fact > rule.to);
}
const more = $("more");
if ($("later")) more.append($("later").content);
const blocks = new Map([...more.querySelectorAll(".question")].map((block) => [block.dataset.key, block]));
const asksPermission = "permission" in data.questions;
const radios = named(leadName).filter((part) => part.type === "radio"); // none where the first is no tap
const picked = () => valueOf(leadName);
for (const block of blocks.values()) { // here it is shown after a yes alone
  if (block.dataset.kind === "contact" && asksPermission && $("h-" + block.dataset.key)) $("h-" + block.dataset.key).hidden = true;
}

function show() {
  more.hidden = picked() === null;
  const facts = {};
  for (const [name, labels] of Object.entries(data.questions)) {
    const block = blocks.get(name);
    const limited = Object.values(labels).includes(null);
    let asked = facts.group ? labels[facts.group] !== null : !limited;
    if (asked && name in data.rules) asked = holds(data.rules[name], facts);
    if (asked && block && block.dataset.kind === "contact" && asksPermission) asked = valueOf("permission") === true;
    if (block) reveal(block, asked, labels[facts.group]);
    if (!asked) continue;
    Object.assign(facts, data.known[name]);
    for (const one of data.keys[name] || [name]) {
      const value = valueOf(nameOf(one));
      if (value !== null) facts[one] = value;
    }
    if (name === "score" && "score" in facts) facts.group = groupOf(facts.score);
  }
  others(lead);
  const group = facts.group || "all";
  $("thanks-text").textContent = data.thanks[group];
  for (const link of document.querySelectorAll("[data-groups]")) {
    link.hidden = link.dataset.groups !== "" && !link.dataset.groups.split(" ").includes(group);
  }
}
function reveal(block, asked, label) {
  block.hidden = !asked;
  block.querySelector("fieldset").disabled = !asked;
  if (asked && label) block.querySelector(".label").textContent = label;
  if (block.dataset.kind === "contact") block.querySelector("input").required = asked && "required" in block.dataset;
  others(block);
}
/* The text beside "other", and no more boxes than there is room for. */
function others(block) {
  const text = block.querySelector(".other");
  if (text) {
    text.hidden = !block.querySelector("[value=other]:checked");
    text.querySelector("input").disabled = text.hidden;
  }
  const boxes = [...block.querySelectorAll(".list [type=checkbox]")];
  if (!boxes.length) return;
  const chosen = boxes.filter((box) => box.checked).length;
  const most = Number(block.querySelector(".list").dataset.most || boxes.length);
  for (const box of boxes) box.disabled = !box.checked && chosen >= most;
  boxes[0].setCustomValidity("required" in block.dataset && !chosen ? words.required : "");
}

/* ---- the score ---- */
let wanted = data.first, keyed = 0;
let unsure = data.first !== null && !data.sure; // stored, but not yet known to be a person's
let chosenAt = 0;
const chosen = new Set();
/* What stands beside "other" was taken away while another was chosen. */
const withOther = (name, value, put) => {
  const text = [].concat(value).includes("other") ? valueOf(name + "_other") : null;
  if (text !== null) put(name + "_other", text);
};
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
function settle() {
  clearTimeout(keyed);
  keyed = 0;
  const answer = picked();
  if ((answer === null && (radios.length || wanted === null)) || (same(answer, wanted) && !unsure)) return;
  const parts = unsure ? everything() : set({}, leadName, answer);
  if (viewed() - chosenAt > 60000) chosen.clear(); // a minute's worth
  chosenAt = viewed();
  withOther(leadName, answer, (name, value) => set(parts, name, value));
  if (radios.length) gesture.numbers = chosen.add(answer).size;
  wanted = answer;
  unsure = false;
  $("note").hidden = true;
  put(parts);
}
/* All that the page shows: a person who acts on it stands by it, whoever entered it. */
function everything() {
  const parts = {};
  for (const part of form.elements) {
    const {name} = part;
    if (!name || part.type === "hidden" || part.matches(":disabled") || !(OWN.includes(name) || name.startsWith("answers."))) continue;
    const value = valueOf(name);
    if (value !== null) set(parts, name, value);
  }
  return parts;
}
function choose(byKeyboard) {
  show();
  clearTimeout(keyed);
  // Arrows and digits pass over numbers that are not meant: the one that they rest on counts.
  if (byKeyboard) keyed = setTimeout(settle, KEYED);
  else settle();
}
let byKeyboard = false;
addEventListener("keydown", () => { byKeyboard = true; }, true);
addEventListener("pointerdown", () => { byKeyboard = false; }, true);
for (const radio of radios) {
  radio.addEventListener("change", () => choose(byKeyboard));
  radio.addEventListener("click", () => { if (!byKeyboard) choose(false); }); // also the one that is chosen already
}

const writes = (part) => part.matches("textarea, input:not([type=radio])");
/* Digits choose on the row that has the focus; where no other question has it, on the first. */
let digit = "", digitAt = 0;
const rowAt = (place) => {
  const block = place.closest && place.closest(".question");
  if (!block) return lead.dataset.kind === "points" ? radios : [];
  return block.dataset.kind === "points" && place.name ? named(place.name) : [];
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || finished || writes(event.target)) return;
  if (!/^[0-9]$/.test(event.key)) return;
  const row = rowAt(event.target);
  const two = digit === "1" && event.timeStamp - digitAt < KEYED && row.find((one) => one.value === "1" + event.key);
  const radio = two || row.find((one) => one.value === event.key);
  digit = event.key;
  digitAt = event.timeStamp;
  if (!radio) return;
  radio.checked = true;
  radio.focus();
  if (row === radios) choose(true);
  else {
    show();
    radio.dispatchEvent(new Event("input", {bubbles: true})); // saved when the second digit has had its time
  }
});

// A number that the link carried is stored once a person has done something on the page, never before.
if (!same(picked(), wanted) || unsure) {
  const person = (event) => {
    const key = event.key || "";
    const passing = event.ctrlKey || event.metaKey || event.altKey || /^(Shift|Control|Alt|Meta|[0-9])$/.test(key);
    if (!event.isTrusted || passing || event.target.closest && event.target.closest("#lead label")) return;
    for (const kind of ["pointerdown", "touchstart", "keydown"]) removeEventListener(kind, person, true);
    settle();
  };
  for (const kind of ["pointerdown", "touchstart", "keydown"]) addEventListener(kind, person, true);
}
// Without any act it is kept for the company to look at, and counts nowhere.
if (!same(picked(), wanted) && data.dwell !== null) {
  const waits = setInterval(() => {
    if (gesture.by || picked() === wanted) return clearInterval(waits);
    if (viewSince === null || viewed() < data.dwell) return;
    clearInterval(waits);
    act("dwell");
    settle();
    unsure = true;
  }, 500);
}

/* ---- words and choices, saved while they are made ---- */
const dirty = new Map();
let typed = 0;
function collect() {
  clearTimeout(typed);
  if (keyed || !radios.length) settle();
  if (dirty.size === 0) return;
  const parts = {};
  for (const [name, value] of dirty) set(parts, name, value);
  dirty.clear();
  put(parts);
}
const note = (part) => {
  if (!part.name || part.name === leadName) return;
  const value = valueOf(part.name);
  dirty.set(part.name, value);
  withOther(part.name, value, (name, text) => dirty.set(name, text));
};
form.addEventListener("input", (event) => {
  note(event.target);
  if (event.target.name === leadName) {
    if (radios.length) return; // its change is looked at above
    show();
  }
  if (kindOf(event.target) === "contact") return; // half an address is none
  clearTimeout(typed);
  typed = setTimeout(collect, TYPED);
});
form.addEventListener("change", (event) => {
  if (event.target.name === leadName && radios.length) return;
  note(event.target);
  show();
  collect();
});

/* ---- leaving: what is on the way stays on the way ---- */
const leave = () => {
  collect();
  const parts = merged(sending || {}, waiting);
  if (sending && !empty(waiting)) navigator.sendBeacon(path, new Blob([body(parts)], {type: "application/json"}));
};
addEventListener("pagehide", leave);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });

/* another language waits a moment for what is on its way: the page that comes is to show it */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  collect();
  const until = Date.now() + STAY;
  const busy = () => (sending || !empty(waiting)) && !failures && !held() && Date.now() < until;
  if (!busy()) return;
  event.preventDefault();
  const go = () => busy() ? setTimeout(go, 20) : location.assign(link.href);
  go();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  settle();
  collect();
  thank();
  put({done: true});
  history.pushState(null, "", "?step=thanks");
});
$("change").addEventListener("click", (event) => { event.preventDefault(); history.back(); });
addEventListener("popstate", () => {
  if (new URLSearchParams(location.search).get("step") !== "thanks") back();
  else if (wanted !== null && form.checkValidity()) thank();
});

show();
resume();
show();
// From here on a person's form goes through this script; one that does not was sent past it.
const mark = Object.assign(document.createElement("input"), {type: "hidden", name: "script", value: "yes"});
form.append(mark);
})();
