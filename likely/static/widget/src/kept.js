// What this browser keeps: when a survey was last shown and answered, and what waits to be acknowledged.
import { BASE } from "./base.js";

const place = () => `likely ${BASE}`;
let memory = "{}"; // where the page may keep nothing

const load = () => {
  let text = memory;
  try {
    text = localStorage.getItem(place()) || "{}";
  } catch {
    // a browser that keeps nothing still sends
  }
  try {
    const all = JSON.parse(text);
    return all && typeof all === "object" ? all : {};
  } catch {
    return {};
  }
};

/** Read, let `alter` change, write. The one way to what is kept, so that two tabs hardly ever cross. */
export const keep = (alter) => {
  const all = { surveys: {}, queue: {}, ...load() };
  const before = JSON.stringify(all);
  const told = alter(all);
  const after = JSON.stringify(all);
  if (after !== before) {
    memory = after;
    try {
      localStorage.setItem(place(), after);
    } catch {
      // full or forbidden: `memory` holds it as long as the page lives
    }
  }
  return told;
};

/** `alter` on what is kept of one survey. */
export const keepOf = (slug, alter) => keep((all) => alter((all.surveys[slug] ||= {})));
