// The script of an interview: the survey's questions in the respondent's language, driven by the keyboard.
import { h } from "./widget/src/dom.js";
import { fieldOf } from "./widget/src/field.js";
import { asked, groupOf, keysOf } from "./widget/src/rules.js";

const TYPED_MS = 900;
const OWN = ["score", "reason", "permission"]; // sent by their own names, all else among the answers
const $ = (id) => document.getElementById(id);
const data = $("data") && JSON.parse($("data").textContent);
const script = $("script");
const told = $("told");
const answers = { ...data?.answers }; // of a call that broke off
const key = data && btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(24)))).replace(/[+/]/g, (c) => "-_"["+/".indexOf(c)]);
let survey;
let fields = [];

const refresh = () => {
  const group = typeof answers.score === "number" ? groupOf(answers.score) : undefined;
  const met = asked(survey, answers, data.properties);
  for (const field of fields) field.turn(field === fields[0] || (begun() && met.has(field.question.key)), group);
};
/** Each answer is stored as it comes, as on every page; words once the interviewer rests. */
let typing = 0;
const take = (values, how) => {
  Object.assign(answers, values);
  refresh();
  clearTimeout(typing);
  if (!begun() || !agreed()) return;
  if (how === "typed") typing = setTimeout(send, TYPED_MS, "");
  else send("");
};
const begun = () => keysOf(fields[0].question).some((name) => (answers[name] ?? "") !== "");
const agreed = () => !survey.consent?.required || answers.consent === true;
/** What the survey needs the respondent to agree to, read out by the interviewer. */
const consentPart = () => {
  const box = h("input", { type: "checkbox", checked: answers.consent === true, onchange: () => take({ consent: box.checked }) });
  return h("p", { class: "consent" }, h("label", {}, box, h("span", {}, survey.consent.text)));
};
const parts = () => {
  const found = { language: survey.language, ...(data.invitation ? {} : { key }) };
  for (const [name, value] of Object.entries(answers)) {
    if (OWN.includes(name)) found[name] = value;
    else (found.answers ||= {})[name] = value === "" ? null : value;
  }
  return found;
};

let line = Promise.resolve(); // one after the other
const send = (outcome, more = {}) => {
  clearTimeout(typing);
  line = line.then(() => post(outcome, more));
};
async function post(outcome, more) {
  const given = Object.keys(answers).length > 0;
  const answer = given ? { ...parts(), ...(outcome === "answered" ? { done: true } : {}) } : undefined;
  told.textContent = told.dataset.saving;
  let reply;
  try {
    reply = await fetch(location.pathname, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
      body: JSON.stringify({ invitation: data.invitation, outcome, answer, ...more }),
    });
  } catch {
    // no network
  }
  if (reply?.ok) {
    told.textContent = told.dataset.saved;
    if (outcome) location.assign(data.invitation ? location.pathname : `${location.pathname}?face=1&lang=${survey.language}`);
    return;
  }
  told.textContent = told.dataset.lost;
  if (reply?.status < 500) told.textContent = (await reply.json().catch(() => ({}))).message || told.dataset.lost;
}
const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

/** The next question that is asked; at the end, the button that saves. */
const next = (from) => {
  const shown = fields.filter((field) => !field.part.hidden);
  const to = shown[shown.findIndex((field) => field.part.contains(from)) + 1];
  (to ? to.first() : document.querySelector("[data-outcome=answered]")).focus();
};
/** Whose row the digits choose on: the question that has the focus, else the first. */
const numbered = (place) => {
  const field = fields.find(({ part }) => part.contains(place)) || fields[0];
  return field.question.rows ? undefined : field;
};
const keyed = (event) => {
  const writes = event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && script.contains(event.target) && !event.shiftKey) {
    event.preventDefault();
    next(event.target);
  } else if (!writes && /^t$/i.test(event.key)) {
    const ten = [...fields[0].part.querySelectorAll("input")].find((input) => input.answer === 10);
    if (!ten) return;
    event.preventDefault();
    ten.checked = true;
    ten.focus();
    take({ [fields[0].question.key]: 10 });
  } else if (!writes) numbered(event.target)?.digit(event);
};

async function begin() {
  const reply = await fetch(`/w/${data.slug}.json?lang=${encodeURIComponent(data.language)}`);
  survey = await reply.json();
  if (!reply.ok) return void (told.textContent = survey.detail || told.dataset.lost);
  script.dir = survey.direction;
  // Loaded again in the middle of a call, the page shows the same person.
  if (data.person) history.replaceState(null, "", `?${new URLSearchParams({ person: data.person, lang: survey.language })}`);
  fields = survey.questions
    .filter(({ kind }) => kind !== "hidden")
    .map((question) => fieldOf(question, { id: `q-${question.key}`, words: survey.words, answers, seed: key, take }));
  script.replaceChildren(...(survey.consent ? [consentPart()] : []), ...fields.map((field) => field.part));
  refresh();
  fields[0].part.tabIndex = -1;
  fields[0].part.focus();
  addEventListener("keydown", keyed);
}
if (data) {
  for (const button of document.querySelectorAll("[data-outcome]")) {
    button.disabled = false; // before, a press would be lost
    button.addEventListener("click", () => {
      const outcome = button.dataset.outcome;
      if (outcome === "call_back" && !$("again").value) return $("again").focus();
      send(outcome, outcome === "call_back" ? { again_at: new Date($("again").value).toISOString() } : {});
    });
  }
  script.addEventListener("submit", (event) => event.preventDefault());
  begin();
}
