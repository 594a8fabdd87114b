// Ask the browser to keep pages for when there is no connection. Every page works without this.
(function () {
  "use strict";
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  window.addEventListener("load", function () {
    navigator.serviceWorker.register("/bewaar.js").catch(function () { /* Kept pages are a comfort. */ });
  });
})();
