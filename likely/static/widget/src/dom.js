// Elements without markup: nothing here is parsed, so no policy of scripts or types forbids it.
export const h = (tag, attributes = {}, ...children) => {
  const part = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) part.addEventListener(name.slice(2), value);
    else if (value === true) part[name === "novalidate" ? "noValidate" : name] = true;
    else if (value !== null && value !== undefined && value !== false) part.setAttribute(name, value);
  }
  part.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return part;
};

/** Listen to all of [target, event, hear, capture]; the returned function stops that. */
export const listen = (wanted) => {
  for (const [target, ...rest] of wanted) target.addEventListener(...rest);
  return () => {
    for (const [target, ...rest] of wanted) target.removeEventListener(...rest);
  };
};
