// What the staff pages do beyond links and forms. Everything works without it; nothing here is needed to read.
"use strict";

// ---- theme: at once, and remembered by the server's cookie ----
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-switch]") || !event.submitter) return;
  event.preventDefault();
  const wanted = event.submitter.value;
  if (wanted === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = wanted;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  const body = new FormData(form, event.submitter);
  fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true }); // also when the page is left at once
});

// ---- copy buttons appear only where copying is possible ----
const readyCopies = (root) => {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  button.textContent = button.dataset.copied;
});

// ---- explanations: Escape closes one without moving away ----
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const term of document.querySelectorAll(".term:hover, .term:focus")) term.classList.add("quiet-now");
});

for (const left of ["mouseout", "focusout"]) {
  document.addEventListener(left, (event) => event.target.classList.remove("quiet-now"));
}

// ---- filters: a choice shows at once, and no empty parameter gets into an address that people share ----
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-now]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-filters]")) return;
  for (const field of event.target.elements) if (field.name && field.value === "") field.disabled = true;
});

// ---- the live board: ask a cheap address each second, fetch the board only when something came ----
const PULSE_MS = 1000;
let waiting = false;

const isBeingRead = (board) => {
  const selection = document.getSelection();
  return !selection.isCollapsed && board.contains(selection.anchorNode);
};

const beat = async () => {
  const board = document.getElementById("board");
  if (!board || document.hidden || waiting || isBeingRead(board)) return;
  waiting = true;
  try {
    const answer = await fetch(`${board.dataset.pulse}?at=${encodeURIComponent(board.dataset.at)}`);
    if (answer.status === 200) await renew(board);
    else if (answer.redirected || answer.status >= 400) board.dataset.pulse = "";
  } catch {
    // The server can't be reached: the next beat tries again.
  } finally {
    waiting = false;
  }
};

const renew = async (board) => {
  await htmx.ajax("GET", location.pathname + location.search, {
    target: "#board",
    select: "#board",
    swap: "outerHTML",
  });
  document.getElementById("said").textContent = document.getElementById("board").dataset.said;
};

// What was open stays open and what had the focus keeps it, in the same moment as the fresh board comes in.
let kept = { open: [], focused: "", reasons: "" };

document.addEventListener("htmx:beforeSwap", (event) => {
  const board = event.detail.target;
  if (board.id !== "board") return;
  kept = {
    open: [...board.querySelectorAll("details[open][id]")].map((details) => details.id),
    focused: board.contains(document.activeElement) ? address(document.activeElement) : "",
    reasons: document.getElementById("reasons")?.innerHTML ?? "",
  };
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  if (kept.focused) document.querySelector(kept.focused)?.focus({ preventScroll: true });
  const reasons = document.getElementById("reasons");
  if (kept.reasons && reasons) reasons.innerHTML = kept.reasons; // until the fresh ones are there
  kept = { open: [], focused: "", reasons: "" };
});

// How to find an element of the board again: by what it leads to or belongs to, not by where it stands.
const address = (element) => {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const parent = element.closest("details[id]");
  if (parent && element.matches("summary")) return `#${CSS.escape(parent.id)} > summary`;
  const link = element.getAttribute("href");
  return link ? `#board a[href="${CSS.escape(link)}"]` : "";
};

setInterval(() => {
  if (document.getElementById("board")?.dataset.pulse) beat();
}, PULSE_MS);

readyCopies(document);
document.addEventListener("htmx:load", (event) => readyCopies(event.detail.elt));
