"use strict";

window.addEventListener("DOMContentLoaded", () => {
  const again = document.getElementById("again");
  again.addEventListener("click", () => window.location.replace("/"));
  new MutationObserver(() => {
    if (document.body.classList.contains("-closed")) {
      again.focus();
    }
  }).observe(document.body, { attributes: true, attributeFilter: ["class"] });
});
