// The editor of a survey beyond its forms: what is sent, the preview, moving a question by drag.
"use strict";
(() => {
  const editor = () => document.getElementById("editor");
  const here = (element) => element && (element.closest("#editor, #editor-notice") !== null);

  // ---- one change at a time, made on the newest draft that this page has seen ----
  const revision = () => document.getElementById("editor-revision").dataset.revision;

  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters, triggeringEvent } = event.detail;
    if (!here(elt)) return;
    parameters.revision = revision();
    const changed = triggeringEvent?.type === "change" ? triggeringEvent.target.name : "";
    if (!changed || !elt.matches("[data-set]")) return;
    const kept = ["do", "revision", "csrfmiddlewaretoken", changed];
    for (const name of new Set(Object.keys(parameters))) if (!kept.includes(name)) delete parameters[name];
  });

  // ---- a refusal is shown where it belongs; what was typed stays ----
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    if (!here(requestConfig.elt) && event.detail.target !== editor()) return;
    if ([409, 422].includes(xhr.status)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
    keep();
  });

  document.addEventListener("htmx:sendError", (event) => lost(event));
  document.addEventListener("htmx:responseError", (event) => lost(event));
  const lost = (event) => {
    if (!here(event.detail.elt)) return;
    const note = document.createElement("p");
    note.className = "note error";
    note.role = "alert";
    note.textContent = document.getElementById("preview-form").dataset.lost;
    document.getElementById("editor-notice").replaceChildren(note);
  };

  // ---- what is open stays open, and what is being typed stays typed, when the editor comes back fresh ----
  let kept = { open: [], id: "", value: null, preview: {} };
  const keep = () => {
    const typed = document.activeElement;
    const dirty = here(typed) && typed.matches("input:not([type=checkbox]), textarea") && typed.value !== typed.defaultValue;
    kept = {
      open: [...document.querySelectorAll("#editor details[open][id]")].map((one) => one.id),
      id: dirty ? typed.id : "",
      value: dirty ? typed.value : null,
      preview: Object.fromEntries(new FormData(document.getElementById("preview-form"))),
      size: document.getElementById("preview-glass").classList.contains("desktop") ? "desktop" : "phone",
      scrolled: document.querySelector(".editor-side").scrollTop,
    };
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "editor" && !here(event.detail.elt)) return;
    restore();
  });
  const restore = () => {
    for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
    const form = document.getElementById("preview-form");
    for (const [name, value] of Object.entries(kept.preview)) {
      const select = form.elements[name];
      if (select && [...select.options].some((option) => option.value === value)) select.value = value;
    }
    if (kept.size) show(kept.size);
    if (kept.scrolled) document.querySelector(".editor-side").scrollTop = kept.scrolled;
    const typed = kept.id && document.getElementById(kept.id);
    if (typed && typed.value !== kept.value) typed.value = kept.value;
  };

  document.addEventListener("htmx:afterSettle", () => {
    for (const slot of document.querySelectorAll("#editor .wrong[id$='-fault']")) {
      const field = document.getElementById(slot.id.replace(/-fault$/, ""));
      if (slot.textContent.trim()) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
  });
  const SAID_MS = 6000;
  let hush = 0;
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!here(event.detail.elt) && event.detail.target?.id !== "editor") return;
    look();
    clearTimeout(hush);
    hush = setTimeout(() => { document.getElementById("editor-said").textContent = ""; }, SAID_MS);
  });

  // ---- the preview follows each change ----
  const look = () => {
    const form = document.getElementById("preview-form");
    const wanted = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    document.getElementById("preview").src = wanted;
  };
  // A score that is tapped in it is what "Seen by" says, so that the next change is looked at the same way.
  const tapped = (event) => {
    if (event.target.name !== "score") return;
    const score = Number(event.target.value);
    const group = score >= 9 ? "promoter" : score >= 7 ? "passive" : "detractor";
    document.getElementById("preview-form").elements.as.value = group;
  };
  document.addEventListener("load", (event) => {
    if (event.target.id === "preview") event.target.contentDocument?.addEventListener("change", tapped);
  }, true);
  document.getElementById("preview")?.contentDocument?.addEventListener("change", tapped);
  const show = (size) => {
    const glass = document.getElementById("preview-glass");
    glass.classList.toggle("phone", size === "phone");
    glass.classList.toggle("desktop", size === "desktop");
    for (const button of document.querySelectorAll("[data-size]")) {
      button.setAttribute("aria-pressed", String(button.dataset.size === size));
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.closest("#preview-form")) look();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-size]");
    if (button) show(button.dataset.size);
  });

  // ---- a question is dragged by its grip; the buttons do the same for keyboards and fingers ----
  const cards = () => [...document.querySelectorAll(".question-card")];
  let dragged = null;
  const clear = () => cards().forEach((card) => card.classList.remove("dragged", "before", "after"));
  const isBefore = (card, event) => {
    const box = card.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  };

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-grip]")?.closest(".question-card");
    if (card) card.draggable = true;
  });
  document.addEventListener("pointerup", () => cards().forEach((card) => { card.draggable = false; }));
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".question-card[draggable=true]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.question);
    dragged.classList.add("dragged");
  });
  document.addEventListener("dragover", (event) => {
    const card = dragged && event.target.closest(".question-card");
    if (!card) return;
    event.preventDefault();
    for (const one of cards()) one.classList.remove("before", "after");
    if (card !== dragged) card.classList.add(isBefore(card, event) ? "before" : "after");
  });
  document.addEventListener("drop", (event) => {
    const card = dragged && event.target.closest(".question-card");
    if (!card) return;
    event.preventDefault();
    const others = cards().filter((one) => one !== dragged);
    const to = others.indexOf(card) + (isBefore(card, event) ? 0 : 1);
    if (card !== dragged) move(dragged.dataset.question, to);
  });
  document.addEventListener("dragend", () => {
    clear();
    cards().forEach((card) => { card.draggable = false; });
    dragged = null;
  });
  const move = (question, to) => htmx.ajax("POST", editor().dataset.post, {
    source: editor(), target: "#editor", swap: "outerHTML",
    values: { do: "move_question", question, to, csrfmiddlewaretoken: editor().dataset.token },
  });
})();
