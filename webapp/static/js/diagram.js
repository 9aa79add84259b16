/* Draws a process with its live tokens. The list beside it says the same in words, for readers without JavaScript. */
(() => {
  'use strict';

  const STEP = 1.25;

  const MARGIN = 20;

  /** Keep a view inside its pool; where the pool is smaller than the view, begin with the pool. */
  const within = (wanted, least, most) => Math.max(least, Math.min(wanted, most));

  const listed = value => (value || '').split(' ').filter(Boolean);

  /** Return the call activities around a node, from the inside to the outside: they are where the token is, too. */
  function callers(registry, node) {
    const found = [];
    let process = registry.get(node) && registry.get(node).businessObject.$parent;
    while (process) {
      const id = process.id;
      const caller = registry.find(element => !element.labelTarget && element.businessObject.calledElement === id);
      if (!caller || found.includes(caller.id)) break;
      found.push(caller.id);
      process = caller.businessObject.$parent;
    }
    return found;
  }

  /** Show the pool in which the first token stands, large enough to be read. */
  function focus(viewer, current) {
    const canvas = viewer.get('canvas');
    const node = current.length && viewer.get('elementRegistry').get(current[0]);
    if (!node) {
      canvas.zoom('fit-viewport', 'auto');
      return;
    }
    const size = canvas.viewbox().outer;
    const scale = Math.min(1, Math.max(0.6, size.width / 1500));
    const width = size.width / scale;
    const height = size.height / scale;
    let pool = node;
    while (pool.parent && pool.parent.width) pool = pool.parent;
    canvas.viewbox({
      x: within(node.x + node.width / 2 - width / 2, pool.x - MARGIN, pool.x + pool.width + MARGIN - width),
      y: within(node.y + node.height / 2 - height / 2, pool.y - MARGIN, pool.y + pool.height + MARGIN - height),
      width,
      height,
    });
  }

  /** Keep colour from being the only sign: a word beside each node that has a token. */
  function badge(viewer, node, words, kind) {
    const element = viewer.get('elementRegistry').get(node);
    if (!element) return;
    const label = document.createElement('span');
    label.className = `token-badge token-badge-${kind}`;
    label.textContent = words;
    viewer.get('overlays').add(node, { position: { top: -14, left: 0 }, html: label, scale: { min: 0.8, max: 1.2 } });
  }

  async function draw(figure) {
    const place = figure.querySelector('[data-diagram-canvas]');
    const current = listed(figure.dataset.current);
    const done = listed(figure.dataset.done).filter(node => !current.includes(node));
    const viewer = new window.BpmnJS({ container: place });
    // The drawing says in Chinese what the table below it says in the language of the reader.
    place.firstElementChild.lang = 'zh-CN';
    try {
      const response = await fetch(figure.dataset.diagram, { credentials: 'same-origin' });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      figure.hidden = false;
      await viewer.importXML(await response.text());
    } catch {
      figure.hidden = true;
      return;
    }
    const canvas = viewer.get('canvas');
    const registry = viewer.get('elementRegistry');
    for (const node of done) {
      if (registry.get(node)) canvas.addMarker(node, 'token-done');
    }
    for (const node of current) {
      if (!registry.get(node)) continue;
      canvas.addMarker(node, 'token-current');
      badge(viewer, node, figure.dataset.currentWords, 'current');
      for (const caller of callers(registry, node)) canvas.addMarker(caller, 'token-inside');
    }
    for (const node of listed(figure.dataset.returned)) {
      if (!registry.get(node)) continue;
      canvas.addMarker(node, 'token-returned');
      badge(viewer, node, figure.dataset.returnedWords, 'returned');
    }
    focus(viewer, current);
    for (const button of figure.querySelectorAll('[data-diagram-zoom]')) {
      button.addEventListener('click', () => {
        const to = button.dataset.diagramZoom;
        if (to === 'fit') canvas.zoom('fit-viewport', 'auto');
        else if (to === 'token') focus(viewer, current);
        else canvas.zoom(canvas.zoom() * (to === 'in' ? STEP : 1 / STEP));
      });
    }
    figure.dataset.drawn = 'yes';
  }

  for (const figure of document.querySelectorAll('[data-diagram]')) draw(figure);
})();
