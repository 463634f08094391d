import { html, type Html } from './html.js';

/** Drawn in the colour of the text beside them; always beside a word, never instead of one. */
const SHAPES = {
  check: html`<path d="M4 12.5 9.5 18 20 6.5"/>`,
  cross: html`<path d="M6 6 18 18M18 6 6 18"/>`,
  clock: html`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>`,
  warning: html`<path d="M12 4 2.8 20h18.4z"/><path d="M12 10v5M12 17.2v.6"/>`,
  info: html`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v6M12 7.2v.6"/>`,
  translated: html`<path d="M3.5 6h9M8 4v2M5 10.5c3-1 5-2.5 5.5-4.5M6 7c.8 2 2.5 3 5 3.8M12 20l4-10 4 10M13.5 16.5h5"/>`,
  mapped: html`<path d="M4 8h13l-3-3M20 16H7l3 3"/>`,
  untranslated: html`<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17M5 5l14 14"/>`,
  missing: html`<path d="M5 5h3M11 5h2M16 5h3v3M19 11v2M19 16v3h-3M13 19h-2M8 19H5v-3M5 13v-2M5 8V5"/>`,
  'as-written': html`<path d="M4 20l1-4L16 5l3 3L8 19z"/><path d="M14 7l3 3"/>`,
  generated: html`<circle cx="12" cy="12" r="3.2"/><path d="M12 3v4M12 17v4M3 12h4M17 12h4M5.6 5.6l2.8 2.8M15.6 15.6l2.8 2.8M18.4 5.6l-2.8 2.8M8.4 15.6l-2.8 2.8"/>`,
  pause: html`<path d="M9 5v14M15 5v14"/>`,
  undo: html`<path d="M8 5 4 9l4 4"/><path d="M4 9h10a6 6 0 0 1 0 12H8"/>`,
  document: html`<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>`,
  search: html`<circle cx="10.5" cy="10.5" r="6"/><path d="M15 15l5.5 5.5"/>`,
} as const;

export type IconName = keyof typeof SHAPES;

export const icon = (name: IconName): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`;
