/* Keys of the desk: j/k move, Enter opens, c claims, / searches, ? helps. They can be switched off. */
(function () {
  "use strict";

  var OFF = "creditcase-keys-off";
  var help = document.getElementById("keys");
  var opener = document.querySelector("[data-keys-open]");
  var toggle = document.querySelector("[data-keys-off]");
  var links = Array.prototype.slice.call(document.querySelectorAll("tr[data-task] a.number"));

  function off() { return window.localStorage.getItem(OFF) === "yes"; }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function row() { return document.activeElement && document.activeElement.closest("tr[data-task]"); }

  function move(by) {
    if (!links.length) { return; }
    var here = row();
    var at = here ? links.indexOf(here.querySelector("a.number")) : -1;
    var next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
  }

  function claim() {
    var button = (row() || document).querySelector("form[action$='/claim'] button");
    if (button && (row() || !links.length)) { button.click(); }
  }

  var keys = {
    j: function () { move(1); },
    k: function () { move(-1); },
    c: claim,
    "/": function () { var field = document.getElementById("q"); if (field) { field.focus(); } },
    "?": function () { if (help) { help.showModal(); } }
  };

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) { return; }
    if ((help && help.open) || !keys[event.key] || (off() && event.key !== "?")) { return; }
    event.preventDefault();
    keys[event.key]();
  });

  // The letter beside the form fills as one types; what is being typed is never sent as files.
  var ask = document.querySelector("[data-preview]");
  var paper = document.getElementById("letter-preview");
  if (ask && paper && ask.form) {
    var timer = 0;
    var round = 0;
    var refresh = function () {
      var mine = ++round;
      var data = new FormData();
      new FormData(ask.form).forEach(function (value, name) {
        if (typeof value === "string") { data.append(name, value); }
      });
      data.append(ask.name, ask.value);
      window.fetch(window.location.pathname, { method: "POST", body: data, credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (text) {
          if (!text || mine !== round) { return; }
          var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("letter-preview");
          if (fresh) { paper.replaceChildren.apply(paper, Array.prototype.slice.call(fresh.childNodes)); }
        })
        .catch(function () { /* The next keystroke asks again; the button asks without a script. */ });
    };
    ask.form.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(refresh, 700);
    });
    ask.addEventListener("click", function (event) { event.preventDefault(); refresh(); });
  }

  if (help && opener) {
    opener.hidden = false;
    opener.addEventListener("click", function () { help.showModal(); });
    help.querySelector("[data-keys-close]").addEventListener("click", function () { help.close(); });
  }
  if (toggle) {
    toggle.checked = off();
    toggle.addEventListener("change", function () {
      if (toggle.checked) { window.localStorage.setItem(OFF, "yes"); } else { window.localStorage.removeItem(OFF); }
    });
  }
})();
