// Names of countries in the reader's language, which the browser knows.
"use strict";

const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "region" });
for (const select of document.querySelectorAll("[data-countries] select")) {
  const [none, ...countries] = [...select.options];
  for (const option of countries) option.text = names.of(option.value) ?? option.text;
  countries.sort((one, other) => one.text.localeCompare(other.text, document.documentElement.lang));
  const chosen = select.value; // moving options would choose another one
  select.append(none, ...countries);
  select.value = chosen;
}
