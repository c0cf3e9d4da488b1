// Putting comments right by keyboard: digits and letters choose themes, Enter saves, S skips.
"use strict";

document.addEventListener("keydown", (event) => {
  const card = document.querySelector("[data-inbox]");
  if (!card || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("textarea, select, input:not([type=checkbox])")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "Enter" && event.target.matches("a, button, summary")) return;
  const found = card.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return;
  event.preventDefault();
  found.click();
});
