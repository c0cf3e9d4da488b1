// What a visitor sees: one card, in a shadow that no style of the page reaches and that reaches no style of it.
import { colour } from "./colour.js";
import { h, listen } from "./dom.js";
import { fieldOf } from "./field.js";
import { watchGestures } from "./gesture.js";
import { asked, groupOf, keysOf } from "./rules.js";
import { CSS } from "./style.js";

const TYPED_MS = 900;
const KEYED_MS = 800; // arrow keys pass over numbers that are not meant
const OWN = ["score", "reason", "permission"]; // sent by their own names, all else among the answers
let count = 0;

const shadowOf = (host) => {
  const shadow = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    shadow.adoptedStyleSheets = [sheet]; // no policy of styles forbids it
  } catch {
    shadow.append(h("style", {}, CSS)); // a browser of before 2023
  }
  return shadow;
};

const placeOf = ({ into, at, mode }) => {
  if (mode !== "inline") return (host) => document.body.append(host);
  const place = typeof into === "string" ? document.querySelector(into) : into;
  if (place) return (host) => place.append(host);
  return (host) => (at?.isConnected && at.closest("body") ? at.after(host) : document.body.append(host));
};

const asLayer = (part) => {
  part.popover = "manual"; // above whatever the page has; without it, z-index must do
  part.showPopover?.();
};

export function show(at) {
  const { survey, options } = at;
  const host = document.createElement("likely-survey");
  const shadow = shadowOf(host);
  if (options.theme) host.dataset.theme = options.theme;
  host.dataset.mode = options.mode;
  if (options.side) host.dataset.side = options.side;
  host.lang = survey.language;
  placeOf(options)(host);
  colour(host, shadow, options.color);
  const ends = []; // what to undo at the end
  let card = null;
  const leave = () => {
    card?.remove();
    for (const end of ends) end();
    host.remove();
  };

  const openCard = (focused) => {
    const back = document.activeElement;
    card = makeCard(at, host, shadow, () => {
      card.remove();
      card = null;
      at.closed(at.done);
      if (options.mode !== "button") leave();
      else button.hidden = false;
      if (options.mode === "button") button.querySelector("button").focus();
      else if (focused && back?.isConnected) back.focus();
    });
    if (options.mode !== "inline" && options.mode !== "modal") asLayer(card.part);
    if (options.mode === "modal") card.part.showModal();
    if (focused) card.first().focus();
    at.shown();
  };

  let button;
  if (options.mode === "button") {
    const label = options.label || survey.words.feedback;
    const face = h("button", { type: "button", class: "tab", onclick: () => ((button.hidden = true), openCard(true)) }, label);
    button = h("aside", { class: "edge", dir: survey.direction, "aria-label": label }, face);
    shadow.append(button);
    asLayer(button);
  } else openCard(options.mode === "modal");
  return {
    close: () => (card ? card.close() : leave()),
    focus: () => (card ? card.first().focus() : openCard(true)),
  };
}

function makeCard(at, host, shadow, whenClosed) {
  const { survey, options, properties } = at;
  const { words, consent, questions } = survey;
  const id = `likely-${++count}`;
  const answers = { ...at.given, ...at.given.answers };
  delete answers.answers;
  let agreed = answers.consent === true || !consent?.required;
  let held = {}; // before the consent nothing leaves this page
  let timer = 0;
  let byKeys = false;
  let wanting = false;

  /* ---- sending ---- */
  const status = h("p", { class: "status", role: "status" });
  const say = (text) => {
    const where = part.dataset.step === "thanks" ? close.status : status;
    if (where.textContent !== text) where.textContent = text;
  };
  const flush = () => {
    clearTimeout(timer);
    if (!agreed || !Object.keys(held).length) return;
    const parts = {};
    for (const key in held) {
      if (OWN.includes(key) || key === "done") parts[key] = held[key];
      else (parts.answers ||= {})[key] = held[key];
    }
    held = {};
    at.answer(parts, gestures.seen());
    if ("score" in parts) at.emit("scored", { survey: at.slug, score: parts.score, group: groupOf(parts.score) });
    at.emit("answered", { survey: at.slug, answers: { ...answers } });
  };
  const take = (values, ms) => {
    wanting = false;
    for (const key in values) {
      if (answers[key] === values[key]) continue;
      answers[key] = values[key];
      held[key] = values[key] === "" && key !== "reason" ? null : values[key];
    }
    refresh();
    clearTimeout(timer);
    if (!agreed) return say(words.consent_missing);
    if (ms) timer = setTimeout(flush, ms);
    else flush();
  };

  /* ---- the questions ---- */
  const fields = questions
    .filter(({ kind }) => kind !== "hidden")
    .map((question) =>
      fieldOf(question, {
        id: `${id}-${question.key}`,
        words,
        answers,
        seed: at.key,
        take: (values, how) => take(values, how === "typed" ? TYPED_MS : how === "picked" && byKeys ? KEYED_MS : 0),
      }),
    );
  const leading = fields[0];
  const refresh = () => {
    const score = answers.score;
    const group = typeof score === "number" ? groupOf(score) : undefined;
    const met = asked(survey, answers, properties);
    const begun = keysOf(leading.question).some((key) => answers[key] !== undefined && answers[key] !== "");
    for (const field of fields) field.turn(field === leading || (begun && met.has(field.question.key)), group);
    send.hidden = !begun;
    part.dataset.begun = begun;
  };

  /* ---- consent, sending off, thanks ---- */
  const agree = () => {
    const link = consent.link && h("a", { href: consent.link, target: "_blank", rel: "noopener" }, new URL(consent.link).host);
    const box = h("input", { type: "checkbox", checked: answers.consent === true });
    box.addEventListener("change", () => {
      agreed = box.checked || !consent.required;
      answers.consent = held.consent = box.checked;
      if (!agreed) {
        delete held.consent;
        at.answer({ answers: { consent: false } }, gestures.seen());
      }
      wanting = false;
      say("");
      flush();
    });
    return h("p", { class: "consent" }, h("label", {}, box, h("span", {}, consent.text)), link);
  };
  const finish = (event) => {
    event.preventDefault();
    flush();
    const missing = fields.find((field) => field.missing());
    wanting = missing || !agreed; // said until something is done about it
    if (wanting) {
      say(missing ? words.required : words.consent_missing);
      return (missing ? missing.first() : form.querySelector(".consent input")).focus();
    }
    held.done = at.done = true;
    thank();
    flush();
    at.emit("done", { survey: at.slug, score: answers.score });
  };
  const thank = () => {
    const group = typeof answers.score === "number" ? groupOf(answers.score) : "all";
    text.textContent = survey.thanks[group] || survey.thanks.all || "";
    const links = survey.links.filter(({ groups }) => !groups || groups.includes(group));
    more.replaceChildren(
      ...links.map(({ url, text: said, kind }) =>
        h("a", { class: kind === "more" ? "face quiet" : "face", href: url, target: "_blank", rel: "noopener" }, said),
      ),
    );
    part.dataset.step = "thanks";
    thanks.focus();
  };
  const change = () => {
    part.dataset.step = "asked";
    leading.first().focus();
  };

  const send = h("button", { type: "submit", class: "face main" }, words.send);
  const form = h(
    "form",
    { novalidate: true, autocomplete: "off", onsubmit: finish },
    fields.map((field) => field.part),
    consent && agree(),
    h("div", { class: "foot" }, send, status),
    h("p", { class: "privacy" }, survey.privacy),
  );
  const close = { status: h("p", { class: "status", role: "status" }) };
  const text = h("p");
  const more = h("p", { class: "links" });
  const thanks = h(
    "section",
    { class: "thanks", tabindex: "-1", "aria-labelledby": `${id}-thanks` },
    h("h2", { id: `${id}-thanks` }, words.thanks),
    text,
    more,
    close.status,
    h("button", { type: "button", class: "face plain", onclick: change }, words.change),
  );
  const shut = () => {
    flush();
    at.given = answers; // opened again, it goes on
    whenClosed();
  };
  const hint = h("p", { class: "heard", role: "status" });
  const modal = options.mode === "modal";
  const inline = options.mode === "inline";
  const x = !inline && h("button", { type: "button", class: "x", "aria-label": words.close, onclick: shut }, h("span", { "aria-hidden": "true" }, "×"));
  const part = h(
    modal ? "dialog" : "section",
    { class: "card", tabindex: "-1", dir: survey.direction, lang: survey.language, role: modal ? null : inline ? "region" : "dialog", "aria-labelledby": `${id}-title ${leading.labelled}` },
    h("h2", { id: `${id}-title`, class: "sender" }, survey.sender || words.title),
    form,
    thanks,
    x,
    hint,
  );
  part.dataset.step = "asked";

  /* ---- keys ---- */
  const gestures = watchGestures(part);
  const hush = (event) => event.stopPropagation(); // the page's own shortcuts are not meant
  const undo = listen([
    [part, "pointerdown", () => ((byKeys = false), undefined), true],
    [part, "keydown", (event) => keyed(event), true],
    [part, "cancel", (event) => (event.preventDefault(), shut())],
    [part, "keyup", hush],
    [part, "keypress", hush],
    [window, "pagehide", flush, true],
    [document, "visibilitychange", () => document.visibilityState === "hidden" && flush()],
  ]);
  const keyed = (event) => {
    byKeys = true;
    hush(event);
    if (event.key === "Escape" && !inline) {
      event.preventDefault();
      shut();
    } else if (event.key === "Tab" && modal) trap(event);
    else leading.digit?.(event);
  };
  const trap = (event) => {
    const all = [...part.querySelectorAll("button, input, textarea, a[href]")].filter(
      (one) => !one.disabled && one.offsetParent && (one.type !== "radio" || one.checked || !one.form[one.name].value),
    );
    const [first, last] = [all[0], all[all.length - 1]];
    const now = shadow.activeElement;
    const isLast = now === last || (now?.type === "radio" && now.name === last?.name);
    if (event.shiftKey ? [first, thanks, part].includes(now) : isLast) {
      event.preventDefault();
      (event.shiftKey ? last : first).focus();
    }
  };
  const off = at.on("status", (told) => {
    if (told.survey !== at.slug || wanting) return;
    const thanked = part.dataset.step === "thanks" && told.status === "saving" ? "" : words[told.status];
    say(thanked || "");
  });

  shadow.append(part);
  setTimeout(() => {
    if (options.mode === "corner") hint.textContent = words.title; // heard, without taking the focus
  }, 400);
  refresh();
  if (at.done) thank();
  return {
    part,
    first: () => (part.dataset.step === "thanks" ? thanks : part), // no number is suggested by a focus on it
    close: shut,
    remove() {
      undo();
      off();
      gestures.stop();
      part.remove();
    },
  };
}
