// The queue by keyboard. Every key has a link, a box or a button that does the same.
"use strict";

const rows = () => [...document.querySelectorAll("[data-queue] tbody tr")];
const current = () => rows().find((row) => row.contains(document.activeElement));
const boxes = () => rows().map((row) => row.querySelector("input[type=checkbox]"));

const step = (by) => {
  const all = rows();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.querySelector("th a").focus();
};

// With none ticked, the one that has the focus is meant.
const meant = () => {
  if (!boxes().some((box) => box.checked)) {
    const box = current()?.querySelector("input[type=checkbox]");
    if (!box) return false;
    box.checked = true;
  }
  return true;
};

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => current()?.querySelector("th a").click(),
  x: () => current()?.querySelector("input[type=checkbox]").click(),
  a: () => meant() && document.querySelector(".bulk [value=mine]").click(),
  c: () => meant() && document.getElementById("bulk-move").focus(),
  t: () => meant() && document.getElementById("bulk-tag").focus(),
  "/": () => document.getElementById("words").focus(),
  "?": () => {
    const list = document.getElementById("keys");
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (!rows().length || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
  const deed = KEYS[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

const all = document.querySelector("[data-tick-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const tick = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = tick;
  });
}

// The board: a card is dropped on a column by pressing the button that leads there.
const board = document.querySelector("[data-board]");
if (board) {
  let held = null;
  const wayTo = (column) => held?.querySelector(`[data-to="${column.dataset.state}"]`);
  const columns = [...board.querySelectorAll("[data-state]")];
  const mark = (name, fits) => columns.forEach((one) => one.classList.toggle(name, fits(one)));

  for (const card of board.querySelectorAll("[data-card]")) {
    card.draggable = true;
    for (const link of card.querySelectorAll("a")) link.draggable = false;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      card.classList.add("held");
      mark("takes", wayTo);
    });
    card.addEventListener("dragend", () => {
      held = null;
      card.classList.remove("held");
      mark("takes", () => false);
      mark("over", () => false);
    });
  }
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!wayTo(column)) return;
      event.preventDefault();
      mark("over", (one) => one === column);
    });
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      wayTo(column)?.click();
    });
  }
}
