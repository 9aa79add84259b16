// The supervisor's pages: choose all of a page, and charts drawn from the tables beside them.
(function () {
  "use strict";

  document.querySelectorAll("form[data-bulk]").forEach(function (form) {
    var boxes = Array.prototype.slice.call(form.querySelectorAll("input[name=task]"));
    var label = form.querySelector("[data-all]");
    var all = label.querySelector("input");
    var count = form.querySelector("[data-count]");
    label.hidden = false;
    function tell() {
      var chosen = boxes.filter(function (box) { return box.checked; }).length;
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
      count.textContent = chosen ? count.dataset.words + " " + chosen : "";
    }
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
      tell();
    });
    form.addEventListener("change", tell);
    tell();
  });

  if (!window.echarts) { return; }
  // Blue, green, red and greys that also differ in lightness; lines get different marks besides.
  var COLOURS = ["#0b4f9e", "#5a9bd4", "#b42318", "#8a5a00", "#17693c", "#6b7785", "#7a4fa3", "#1d2733"];
  var MARKS = ["circle", "rect", "triangle", "diamond"];

  function read(table, columns) {
    var heads = table.tHead.rows[0].cells;
    var rows = Array.prototype.slice.call(table.tBodies[0].rows);
    return {
      names: rows.map(function (row) { return row.cells[0].textContent.trim(); }),
      series: columns.map(function (column) {
        return {
          name: heads[column].textContent.trim(),
          data: rows.map(function (row) { return Number(row.cells[column].textContent) || 0; })
        };
      })
    };
  }

  function options(kind, found) {
    var lying = kind === "side";
    var font = { fontSize: 14, color: "#1d2733" };
    var names = { type: "category", data: found.names, inverse: lying, axisLabel: Object.assign({ hideOverlap: true, width: lying ? 150 : undefined, overflow: "break" }, font) };
    var figures = { type: "value", minInterval: 1, axisLabel: font };
    return {
      animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      color: COLOURS,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      // Rich text is drawn; HTML would need inline styles, which the pages do not allow.
      tooltip: { trigger: "axis", renderMode: "richText" },
      legend: { top: 0, textStyle: font, type: "scroll" },
      grid: { left: 8, right: 24, top: 44, bottom: 8, containLabel: true },
      xAxis: lying ? figures : names,
      yAxis: lying ? names : figures,
      series: found.series.map(function (each, place) {
        return Object.assign({
          type: kind === "line" ? "line" : "bar",
          stack: kind === "stack" ? "all" : undefined,
          symbol: MARKS[place % MARKS.length],
          symbolSize: 9,
          barMaxWidth: 28
        }, each);
      })
    };
  }

  document.querySelectorAll("[data-chart]").forEach(function (place) {
    var table = document.getElementById(place.dataset.table);
    var found = read(table, place.dataset.series.split(" ").map(Number));
    place.hidden = false;
    if (place.dataset.chart === "side") { place.style.height = Math.max(300, 90 + found.names.length * 58) + "px"; }
    var chart = window.echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options(place.dataset.chart, found));
    window.addEventListener("resize", function () { chart.resize(); });
    place.dataset.drawn = "yes";
  });
})();
