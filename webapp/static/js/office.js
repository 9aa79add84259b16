/* What pages gain with JavaScript; everything works without it. */
(function () {
  "use strict";

  // A refused form: bring the summary of its errors to eye and ear.
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // What is unfolded in the top bar closes with Escape, by a click elsewhere, and when the focus moves on.
  document.querySelectorAll(".topbar .drop").forEach(function (drop) {
    drop.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && drop.open) { drop.open = false; drop.querySelector("summary").focus(); }
    });
    drop.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !drop.contains(event.relatedTarget)) { drop.open = false; }
    });
    document.addEventListener("click", function (event) {
      if (!drop.contains(event.target)) { drop.open = false; }
    });
  });

  // Grids: add a row here instead of asking the server for it.
  document.querySelectorAll("[data-grid]").forEach(function (grid) {
    var name = grid.dataset.grid;
    var limit = Number(grid.dataset.limit);
    var button = grid.querySelector("[data-add-row]");
    var body = grid.querySelector("tbody");
    if (!button || !body) { return; }
    button.addEventListener("click", function (event) {
      event.preventDefault();
      var rows = body.querySelectorAll("[data-row]");
      if (!rows.length || rows.length >= limit) { button.disabled = true; return; }
      var number = rows.length;
      var row = rows[rows.length - 1].cloneNode(true);
      row.querySelector("th").textContent = String(number + 1);
      row.querySelectorAll(".field-error").forEach(function (each) { each.remove(); });
      row.querySelectorAll("input, textarea, select, label, fieldset").forEach(function (each) {
        ["id", "name", "for"].forEach(function (attribute) {
          var value = each.getAttribute(attribute);
          if (value) { each.setAttribute(attribute, value.replace(new RegExp("^" + name + "-\\d+"), name + "-" + number)); }
        });
        if (each.type === "radio" || each.type === "checkbox") { each.checked = false; }
        else if (each.matches("select")) { each.selectedIndex = 0; }
        else if ("value" in each) { each.value = ""; }
        each.removeAttribute("aria-invalid");
        each.removeAttribute("aria-describedby");
        each.classList.remove("is-invalid");
      });
      body.appendChild(row);
      var first = row.querySelector("input, textarea, select");
      if (first) { first.focus(); }
    });
  });

  // A form is sent once: a second click while the answer is on its way does nothing.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    // An answer that is a download leaves the page as it is.
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // What was typed is not lost by leaving the page by mistake.
  var touched = false;
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    form.addEventListener("input", function () { touched = true; });
    form.addEventListener("submit", function () { touched = false; });
  });
  window.addEventListener("beforeunload", function (event) {
    if (touched) { event.preventDefault(); }
  });
})();
