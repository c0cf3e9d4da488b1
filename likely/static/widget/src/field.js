// One question as a part of the form.
import { h } from "./dom.js";
import { keysOf } from "./rules.js";

const TEN_MS = 800; // 1 and then 0 within this is ten

/** An order of its own for each respondent, the same as long as the response goes on. */
const shuffled = (parts, question, seed) => {
  const luck = ({ key }) => {
    let sum = 7;
    for (const c of `${key} ${question.key} ${seed}`) {
      sum = Math.imul(sum ^ c.charCodeAt(0), 0x5bd1e995);
      sum ^= sum >>> 15;
    }
    return sum;
  };
  return question.randomised ? [...parts].sort((a, b) => luck(a) - luck(b)) : parts;
};

export const fieldOf = (question, context) => {
  const { id, words, answers, take, seed } = context;
  const { kind, key } = question;
  const label = h("span", { class: "label", id: `${id}-label` });
  const hint = question.required || kind === "scale" ? "" : [" ", h("span", { class: "soft" }, words.optional)];
  const help = question.help || (question.most ? words.choose_most.replace("{n}", question.most) : "");
  const helped = help && h("p", { class: "soft", id: `${id}-help` }, help);
  const wordy = kind === "text" || kind === "contact";
  const inputs = makeInputs();
  const part = wordy
    ? h("div", { class: "question" }, h("label", { for: id }, label, hint), helped, inputs)
    : h("fieldset", { class: "question", "aria-describedby": help ? `${id}-help` : null }, h("legend", {}, label, hint), helped, inputs);

  function makeInputs() {
    if (wordy) return [wordsInput()];
    if (question.rows) return shuffled(question.rows, question, seed).map((row) => matrixRow(row));
    if (question.last) return [points(key)];
    if (kind === "yes_no") return [pills("yes-no", "radio", key, [[true, words.yes], [false, words.no]])];
    return choiceInputs();
  }
  function wordsInput() {
    const both = question.by?.length !== 1;
    const long = kind === "text" && !question.short;
    const input = h(long ? "textarea" : "input", {
      id,
      rows: long ? 3 : null,
      dir: "auto",
      maxlength: kind === "contact" ? 200 : 5000,
      "aria-describedby": help ? `${id}-help` : null,
      required: question.required || null,
      type: long ? null : both || kind === "text" ? "text" : question.by[0] === "email" ? "email" : "tel",
      autocomplete: kind === "contact" ? (both || question.by[0] === "email" ? "email" : "tel") : null,
    });
    input.value = answers[key] ?? "";
    if (kind !== "contact") input.addEventListener("input", () => take({ [key]: input.value }, "typed"));
    input.addEventListener("change", () => take({ [key]: input.value })); // half an address is none
    return input;
  }
  function endWords() {
    if (!question.low && !question.high) return "";
    const [low, high] = [question.low, question.high].map((said) => h("span", { dir: "auto" }, said || ""));
    return h("p", { class: "ends", dir: "ltr", "aria-hidden": "true" }, low, high);
  }
  function points(name) {
    const { first, last } = question;
    const heard = { [first]: question.low, [last]: question.high };
    const numbers = Array.from({ length: last - first + 1 }, (_, i) => [first + i, `${first + i}`, heard[first + i]]);
    const row = pills("row", "radio", name, numbers);
    row.dir = "ltr";
    row.dataset.points = numbers.length;
    return h("div", {}, row, endWords(), question.na && pills("na", "radio", name, [["na", words.not_applicable]]));
  }
  function matrixRow(row) {
    return h("fieldset", { class: "line" }, h("legend", {}, row.text), points(row.key));
  }
  function pills(look, type, name, options) {
    const made = options.map(([value, said, heard]) => {
      const input = h("input", { type, name: `${id}-${name}` });
      const now = answers[name];
      input.checked = Array.isArray(now) ? now.includes(value) : now === value;
      input.answer = value;
      const pick = () => picked(name, input, type);
      input.addEventListener("change", pick);
      return h("label", {}, input, h("span", {}, said), heard && h("span", { class: "heard" }, heard));
    });
    return h("div", { class: look }, made);
  }
  function picked(name, input, type) {
    if (type === "radio") return take({ [name]: input.answer, ...other(input.answer === "other") }, "picked");
    const boxes = [...part.querySelectorAll("input[type=checkbox]")];
    const on = boxes.filter((box) => box.checked).map((box) => box.answer);
    limit(boxes, on.length);
    return take({ [name]: on, ...other(on.includes("other")) }, "picked");
  }
  function limit(boxes, n) {
    for (const box of boxes) box.disabled = Boolean(question.most) && n >= question.most && !box.checked;
  }
  function choiceInputs() {
    const options = shuffled(question.choices, question, seed).map((choice) => [choice.key, choice.text]);
    if (question.other) options.push(["other", words.other]);
    const type = kind === "choices" ? "checkbox" : "radio";
    const made = [pills("choices", type, key, options)];
    if (question.other) made.push(otherInput());
    return made;
  }
  function otherInput() {
    const name = `${key}_other`;
    const input = h("input", { type: "text", class: "other", "aria-label": words.other_help, placeholder: words.other_help, maxlength: 5000, dir: "auto" });
    input.value = answers[name] ?? "";
    input.hidden = ![].concat(answers[key]).includes("other");
    input.addEventListener("input", () => take({ [name]: input.value }, "typed"));
    input.addEventListener("change", () => take({ [name]: input.value }));
    return input;
  }
  /** Shows where the other text is written; without the choice it is no answer. */
  function other(isOn) {
    const input = part.querySelector(".other");
    if (!input) return {};
    input.hidden = !isOn;
    const name = `${key}_other`;
    return isOn || !answers[name] ? {} : ((input.value = ""), { [name]: "" });
  }

  let digitAt = 0;
  let before = "";
  return {
    question,
    part,
    labelled: label.id,
    first: () => part.querySelector("input:checked") || part.querySelector("input, textarea"),
    turn(isAsked, group) {
      part.hidden = !isAsked;
      label.textContent = question.by_group?.[group] || question.text;
    },
    missing() {
      return question.required && !part.hidden && !keysOf(question).every((one) => one === `${key}_other` || (answers[one] ?? "") !== "" && `${answers[one]}` !== "");
    },
    /** Digits choose on a row of numbers, wherever on the card the focus is and nothing is written. */
    digit(event) {
      if (!question.last || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
      if (event.composedPath()[0].matches("textarea, input:not([type=radio]):not([type=checkbox])")) return;
      const ten = event.key === "0" && before === "1" && event.timeStamp - digitAt < TEN_MS;
      [before, digitAt] = [event.key, event.timeStamp];
      const input = [...part.querySelectorAll("input")].find((one) => one.answer === (ten ? 10 : Number(event.key)));
      if (!input) return;
      event.preventDefault();
      input.checked = true;
      input.focus();
      take({ [key]: input.answer }, "picked");
    },
  };
};
