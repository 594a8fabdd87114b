// Small comforts. Every page works without this file.
(function () {
  "use strict";

  // Say that something is happening; the button stays pressable and the server recognises a repeat.
  document.addEventListener("submit", function (event) {
    var button = event.submitter || event.target.querySelector("button:not([type=button])");
    if (!button || button.getAttribute("aria-busy")) return;
    var words = button.textContent;
    var timer = setTimeout(function () {
      button.setAttribute("aria-busy", "true");
      button.textContent = button.dataset.busy || "Bezig met versturen…";
    }, 1000);
    window.addEventListener("pageshow", function (shown) {
      clearTimeout(timer);
      if (!shown.persisted) return;
      button.removeAttribute("aria-busy");
      button.textContent = words;
    }, { once: true });
  });

  // Count what is left, and tell a screen reader only when typing pauses.
  document.querySelectorAll("textarea[data-limit]").forEach(function (area) {
    var line = document.getElementById(area.id + "-count");
    if (!line) return;
    var limit = Number(area.dataset.limit);
    var pause;
    line.setAttribute("aria-live", "polite");
    function count() {
      var left = limit - Array.from(area.value).length;
      line.classList.toggle("over", left < 0);
      line.textContent = left < 0 ? (-left) + " tekens te veel" : "Nog " + left + " tekens";
    }
    area.addEventListener("input", function () {
      clearTimeout(pause);
      pause = setTimeout(count, 300);
    });
    if (area.value) count();
  });

  // Printing needs a script, so the button only exists with one.
  document.querySelectorAll("button[data-print][hidden]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // A link to a field in the error summary brings the label into view, not only the box.
  document.querySelectorAll(".error-summary a").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var control = document.getElementById(link.hash.slice(1));
      if (!control) return;
      event.preventDefault();
      (control.closest(".field") || control).scrollIntoView();
      control.focus({ preventScroll: true });
    });
  });

  // A call by keyboard: Enter goes to the next field, Ctrl+Enter saves. Without this file Tab and the button do the same.
  document.querySelectorAll("form[data-enter-next]").forEach(function (form) {
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Enter") return;
      if (event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[type=submit]:not([name])"));
        return;
      }
      if (!event.target.matches("input, select")) return;
      event.preventDefault();
      var fields = Array.from(form.elements).filter(function (one) {
        return one.type !== "hidden" && one.checkVisibility() && (one.type !== "radio" || one.checked || one.name !== event.target.name);
      });
      var seen = {};
      fields = fields.filter(function (one) {
        if (one.type !== "radio") return true;
        var first = !seen[one.name];
        seen[one.name] = true;
        return first || one === event.target;
      });
      var next = fields[fields.indexOf(event.target) + 1];
      if (next) next.focus();
    });
  });

  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
