/* Keeps the bar of a long job up to date. Without JavaScript the page is simply loaded again. */
(() => {
  'use strict';

  const EVERY = 1500;

  async function look(box) {
    let job;
    try {
      const response = await fetch(box.dataset.progress, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      job = await response.json();
    } catch {
      window.setTimeout(look, EVERY * 4, box);
      return;
    }
    const bar = box.querySelector('progress');
    bar.max = Math.max(1, job.total);
    if (job.total) bar.value = job.done;
    for (const place of box.querySelectorAll('[data-progress-value]')) {
      place.textContent = job[place.dataset.progressValue];
    }
    if (job.running) window.setTimeout(look, EVERY, box);
    else window.location.reload();
  }

  for (const box of document.querySelectorAll('[data-progress]')) window.setTimeout(look, EVERY, box);
})();
