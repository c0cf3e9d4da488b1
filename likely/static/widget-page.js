// The page of a survey's widget: the tag as it is chosen, and a look at it.
"use strict";
(() => {
  const form = document.querySelector("[data-widget]");
  const tag = document.getElementById("widget-tag");
  const plain = tag.textContent;

  const chosen = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  form.addEventListener("input", () => {
    const said = Object.entries(chosen()).filter(([name, value]) => name !== "mode" || value !== "corner");
    const data = said.map(([name, value]) => ` data-${name}="${escaped(value)}"`).join("");
    tag.textContent = plain.replace("></script>", `${data}></script>`);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const slug = form.dataset.widget;
    window.likely("hide");
    window.likely("show", slug, { ...chosen(), into: "#widget-inline", preview: true });
  });
})();
