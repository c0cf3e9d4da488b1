// The widget on this page is the real one. There is no server: what it would read is beside it, and what it would
// send is shown.
"use strict";
(() => {
  const { name, surveys, view } = window.likelyExample;
  const base = new URL("widget", location.href).href;
  const sent = document.getElementById("example-sent");
  const form = document.getElementById("example");

  // Opened from a folder, a page may not import its neighbour, so the second script is imported from memory.
  const address = URL.createObjectURL(new Blob([view], { type: "text/javascript" }));
  const map = document.createElement("script");
  map.type = "importmap";
  map.textContent = JSON.stringify({ imports: { [`${base}/${name}`]: address } });
  document.head.append(map);

  const elsewhere = window.fetch;
  window.fetch = async (wanted, options = {}) => {
    const url = new URL(wanted, location.href);
    if (!url.href.startsWith(`${base}/w/`)) return elsewhere(wanted, options);
    if (options.method !== "POST") {
      const asked = url.searchParams.get("lang").split(",").map((code) => code.split("-")[0]);
      return Response.json(surveys[asked.find((code) => code in surveys) || "en"]);
    }
    sent.textContent = JSON.stringify(JSON.parse(options.body), null, 2);
    return Response.json({ id: "00000000-0000-0000-0000-000000000000", group: null, status: "stored" });
  };

  const show = () => {
    const chosen = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
    window.likely("hide");
    window.likely("show", "example", { ...chosen, into: "#example-inline" });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  document.getElementById("example-anew").addEventListener("click", () => {
    for (const name of Object.keys(localStorage)) if (name.startsWith("likely")) localStorage.removeItem(name);
    sent.textContent = sent.dataset.empty;
    show();
  });
})();
