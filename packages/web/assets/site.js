/*
 * Focus, shortcuts, announcements and the session's end. Everything else is the server's; every page works without this file.
 * Nothing is kept in the browser: no storage of any kind is used here.
 */
(() => {
  'use strict';
  const PING_EVERY_MS = 60_000;
  const WARN_BEFORE_MS = 120_000;
  const live = () => document.getElementById('live');
  const say = (text) => { const place = live(); if (place) place.textContent = text; };

  /** After a page has come: what needs attention first, else its heading. */
  const settle = () => {
    const page = document.getElementById('page');
    const target = page?.querySelector('[data-focus]') ?? page?.querySelector('h1');
    if (target instanceof HTMLElement) target.focus({ preventScroll: target.tagName === 'H1' });
    if (target?.tagName === 'H1') window.scrollTo(0, 0);
    say('');
  };

  const alertBox = (text) => {
    const box = document.getElementById('alert');
    if (!box) return;
    box.hidden = text === '';
    box.textContent = text;
  };

  // Function keys: no screen reader and no browser needs these four while a page is read. Never while a dialog is open.
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !/^F\d+$/.test(event.key)) return;
    const target = [...document.querySelectorAll(`[data-key="${event.key}"]`)].find((one) => one instanceof HTMLElement && one.offsetParent !== null);
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    target.focus();
    target.click();
  });

  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('[data-print]')) window.print();
  });

  // htmx: what is awaited is said, and the button cannot be pressed twice.
  document.addEventListener('htmx:before:request', (event) => {
    const source = event.detail.ctx.sourceElement;
    if (!(source instanceof Element) || source.id === 'state') return;
    alertBox('');
    say(source.getAttribute('data-working') ?? '');
    document.body.classList.add('working');
    const main = document.getElementById('main');
    main?.setAttribute('aria-busy', 'true');
    const place = source.querySelector('.actions') ?? source.closest('.actions, .row, .card');
    const text = source.getAttribute('data-working');
    if (place && text) {
      const note = document.createElement('p');
      note.className = 'working-note';
      note.setAttribute('aria-hidden', 'true');
      note.textContent = text;
      place.append(note);
    }
    for (const button of source.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true');
  });
  document.addEventListener('htmx:confirm', (event) => {
    const source = event.detail.ctx.sourceElement;
    if (source instanceof Element && source.id !== 'state' && document.body.classList.contains('working')) {
      event.preventDefault();
      event.detail.dropRequest();
    }
  });
  const ended = () => {
    document.body.classList.remove('working');
    document.getElementById('main')?.removeAttribute('aria-busy');
    for (const note of document.querySelectorAll('.working-note')) note.remove();
    for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
  };
  document.addEventListener('htmx:finally:request', (event) => {
    if (event.detail.ctx.sourceElement?.id !== 'state') ended();
  });
  document.addEventListener('htmx:after:swap', (event) => {
    // A state that came by itself is read out by its own live region; it takes no focus away from anybody.
    if (event.detail.ctx.sourceElement?.id === 'state') {
      if (document.activeElement === document.body) document.querySelector('#page h1')?.focus({ preventScroll: true });
      return;
    }
    ended();
    settle();
  });
  document.addEventListener('htmx:error', (event) => {
    if (event.detail.ctx?.sourceElement?.id === 'state') return;
    ended();
    alertBox(document.body.getAttribute('data-network-lost') ?? '');
  });

  // A page that the browser kept whole is not shown again: it may be another patient's by now.
  window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload(); });

  // The session's end: told beforehand, put off by any key, and then nothing of it stays on the screen.
  const idleMs = Number(document.body.getAttribute('data-idle-ms') ?? '0');
  let seen = Date.now();
  let pinged = Date.now();
  const ping = () => {
    pinged = Date.now();
    fetch('/session', { credentials: 'same-origin', cache: 'no-store' }).then((answer) => { if (answer.status === 401) window.location.replace('/sign-in?idle'); }, () => undefined);
  };
  const active = () => {
    const warned = document.getElementById('idle');
    seen = Date.now();
    if (idleMs > 0 && (Date.now() - pinged > Math.min(PING_EVERY_MS, idleMs / 3) || (warned && !warned.hidden))) ping();
    if (warned) warned.hidden = true;
  };
  if (idleMs > 0) {
    for (const kind of ['keydown', 'pointerdown']) document.addEventListener(kind, active, { passive: true });
    setInterval(() => {
      const quiet = Date.now() - seen;
      const warned = document.getElementById('idle');
      if (quiet >= idleMs) window.location.replace('/sign-in?idle');
      else if (quiet >= idleMs - Math.min(WARN_BEFORE_MS, idleMs / 2) && warned?.hidden) {
        warned.hidden = false;
        document.getElementById('stay')?.focus();
      }
    }, 1000);
  }
  settle();
})();
