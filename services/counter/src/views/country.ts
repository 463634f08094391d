import { type Html, html, type IconName } from '@ncp/web';
import type { Country } from '../api/answers.js';
import { type Frame, type Page, say, showTime } from './frame.js';
import { badge, button, form, heading, type Tone } from './parts.js';

const LOOK: Readonly<Record<Country['state'], { readonly tone: Tone; readonly sign: IconName }>> = {
  answering: { tone: 'good', sign: 'check' }, slow: { tone: 'wait', sign: 'clock' }, down: { tone: 'bad', sign: 'cross' },
  unknown: { tone: 'plain', sign: 'info' }, off: { tone: 'bad', sign: 'pause' },
};

const stateOf = (frame: Frame, country: Country): Html => {
  const { t } = frame;
  const { tone, sign } = LOOK[country.state];
  const median = country.calls.query.medianMs ?? country.calls.identify.medianMs;
  const seconds = median === undefined ? undefined : (median / 1000).toFixed(1).replace('.', frame.language === 'sv' ? ',' : '.');
  return html`${badge(tone, sign, t.country[country.state])}${country.since === undefined || country.state === 'answering' ? undefined : html` <span class="quiet">${t.app.since(showTime(country.since))}</span>`}${seconds === undefined || country.state === 'down' || country.state === 'off' ? undefined : html` <span class="quiet">${t.country.median(seconds)}</span>`}`;
};

/** Which of the four calls fare otherwise than the whole. */
const calls = ({ t }: Frame, country: Country): Html | undefined => {
  if (country.state !== 'slow' && country.state !== 'down') return undefined;
  const names = ['identify', 'query', 'retrieve', 'submit'] as const;
  const ill = names.filter((name) => country.calls[name].state === 'slow' || country.calls[name].state === 'down');
  return ill.length === 0 ? undefined : html`<p class="quiet">${ill.map((name, index) => html`${index === 0 ? undefined : ' · '}${t.country.call[name]}: ${t.country[country.calls[name].state].toLowerCase()}`)}</p>`;
};

const card = (frame: Frame, country: Country): Html => {
  const { t } = frame;
  const name = say(frame, country.name);
  const off = country.state === 'off';
  return html`<li class="card country"><div><h2>${name} <span class="quiet">${country.code}</span></h2><p>${stateOf(frame, country)}</p>${calls(frame, country)}${country.reason === undefined ? undefined : html`<p>${say(frame, country.reason)}</p>`}${country.state === 'down' ? html`<p class="quiet">${t.country.downHint}</p>` : undefined}</div>${off ? undefined : form(frame, { action: '/visits' }, button(t.country.choose(name), { name: 'country', value: country.code }))}</li>`;
};

/** Step 1: which country, and how it fares before anybody waits for it. */
export const countryView = (frame: Frame, countries: readonly Country[]): Page => ({
  title: frame.t.country.title, step: 1,
  main: html`${heading(frame.t.country.title)}<p class="lead">${frame.t.country.lead}</p>${countries.length === 0 ? html`<p>${frame.t.country.none}</p>` : html`<ul class="cards">${countries.map((country) => card(frame, country))}</ul>`}`,
});
