/* Files are taken in as soon as they are chosen, with a bar; without JavaScript they come with the form. */
(() => {
  'use strict';

  // The form is posted as it stands with "show it again": the answer holds the received files.
  function send(field, input) {
    const form = input.form;
    const data = new FormData(form);
    for (const other of form.querySelectorAll('input[type=file]')) if (other !== input) data.delete(other.name);
    data.set('go', 'edit');
    const bar = document.createElement('progress');
    bar.className = 'upload-bar';
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', field.dataset.sending);
    const words = document.createElement('p');
    words.className = 'field-help';
    words.setAttribute('role', 'status');
    words.textContent = field.dataset.sending;
    input.before(words, bar);
    const buttons = form.querySelectorAll('button');
    const end = (fresh) => {
      buttons.forEach((button) => { button.disabled = false; });
      bar.remove();
      if (!fresh) { words.textContent = field.dataset.failed; return; }
      words.remove();
      field.replaceWith(fresh);
      listen(fresh);
      fresh.querySelector('input[type=file]').focus();
    };
    buttons.forEach((button) => { button.disabled = true; });
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
    });
    request.addEventListener('error', () => end(null));
    request.addEventListener('load', () => {
      const page = new DOMParser().parseFromString(request.responseText, 'text/html');
      const fresh = page.querySelector(`[data-upload="${field.dataset.upload}"]`);
      const refused = page.querySelector('.error-summary');
      if (fresh && refused) {
        refused.querySelectorAll('h2').forEach((each) => each.remove());
        fresh.prepend(refused);
      }
      end(fresh);
    });
    request.open('POST', form.getAttribute('action') || window.location.href);
    request.send(data);
  }

  function listen(field) {
    const input = field.querySelector('input[type=file]');
    input.addEventListener('change', () => { if (input.files.length) send(field, input); });
  }

  for (const field of document.querySelectorAll('[data-upload]')) listen(field);
})();
