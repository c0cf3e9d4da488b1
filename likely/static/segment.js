// The editor of a segment: a clause goes where the cursor is, and the count follows.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = document.getElementById("rule");
  if (!button || !field || field.readOnly) return;
  const before = field.value.slice(0, field.selectionStart).trimEnd();
  const after = field.value.slice(field.selectionEnd).trimStart();
  const clause = button.dataset.insert;
  const isJoint = ["and", "or", "not (", ")"].includes(clause);
  const open = before === "" || /(^|\s)(and|or|not)$|\($/i.test(before);
  const joint = isJoint || open ? "" : "and ";
  const gap = before === "" || before.endsWith("(") || clause === ")" ? "" : " ";
  const placed = `${before}${gap}${joint}${clause}`;
  field.value = after === "" ? placed : `${placed} ${after}`;
  field.focus();
  field.setSelectionRange(placed.length, placed.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
