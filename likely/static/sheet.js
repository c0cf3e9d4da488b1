// The button that prints the sheet; the browser's own menu does the same.
"use strict";
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
