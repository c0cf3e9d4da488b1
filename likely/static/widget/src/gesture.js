// What the card saw of a person: it goes with each answer, so that programs that answer are told from people.
const KINDS = { mouse: "pointer", touch: "touch", pen: "touch" };

/** Watches until `stop`; `seen` is what there is to say now. */
export const watchGestures = (part) => {
  const began = performance.now();
  let by = "";
  let ms = 0;
  let moves = 0;
  const note = (kind) => {
    by = kind;
    ms = Math.round(performance.now() - began);
  };
  const hear = (event) => {
    if (!event.isTrusted) return;
    if (event.type === "pointermove") moves += 1;
    else if (event.type === "pointerdown") note(KINDS[event.pointerType] || "click");
    else if (event.type === "keydown") note("key");
    else if (!by || performance.now() - began - ms > 1000) note("click"); // a voice, a reading aid
  };
  const kinds = [[part, "pointerdown"], [part, "keydown"], [part, "click"], [window, "pointermove"]];
  for (const [where, kind] of kinds) where.addEventListener(kind, hear, { capture: true, passive: true });
  return {
    seen: () => ({ by, ms, moves, visible: document.visibilityState === "visible", automated: navigator.webdriver === true }),
    stop() {
      for (const [where, kind] of kinds) where.removeEventListener(kind, hear, true);
    },
  };
};
