// Who listens, and telling them. A listener that fails is the page's own fault and stops nothing here.
const listeners = {};

export const on = (name, hear) => {
  (listeners[name] ||= new Set()).add(hear);
  return () => listeners[name].delete(hear);
};

export const emit = (name, detail) => {
  for (const hear of listeners[name] || []) {
    try {
      hear(detail);
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }
};
