import { countryNames, FAIR_USE, type FairUseEvent } from '@ncp/domain';
import { html, type Html } from '@ncp/web';
import { cell, fullTime, heading, type Frame, type Page } from './frame.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Every threshold that was passed: since when, how far, and what to do (decisions G19). */
export function fairUseView(frame: Frame, events: readonly FairUseEvent[]): Page {
  const { t, language } = frame;
  const words = t.statistics.fairUse;
  const whoOf = ({ kind, country, direction, subject }: FairUseEvent): Html => {
    const place = html`${direction === 'inbound' ? words.inbound : words.outbound} ${countryNames(country)[language]}`;
    return kind === 'country' ? place : html`${place}: ${kind === 'patient' ? words.patient(subject) : html`<code>${subject}</code>`}`;
  };
  const limitOf = ({ kind, threshold }: FairUseEvent): string => {
    const { windowMs } = FAIR_USE[kind];
    return words.limit(String(threshold), windowMs < MINUTE_MS ? words.seconds(String(windowMs / SECOND_MS)) : words.minutes(String(windowMs / MINUTE_MS)));
  };
  const row = (event: FairUseEvent): Html => html`<tr><th scope="row">${FAIR_USE[event.kind].name[language]}</th>${cell(words.who, whoOf(event))}${cell(words.since, fullTime(event.beganAt))}${cell(words.last, fullTime(event.lastAt))}${
    cell(words.highest, html`${String(event.highest)} <span class="quiet">(${limitOf(event)})</span>`)}${cell(words.action, html`${FAIR_USE[event.kind].action[language]} <a href="/exchanges/${event.exchange}">${words.exchange}</a>`)}</tr>`;
  return {
    title: words.title,
    main: html`${heading(words.title)}<p>${words.lead}</p>${events.length === 0 ? html`<p>${words.none}</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.title}"><table><thead><tr><th scope="col">${words.what}</th><th scope="col">${words.who}</th><th scope="col">${words.since}</th><th scope="col">${words.last}</th><th scope="col">${words.highest}</th><th scope="col">${words.action}</th></tr></thead><tbody>${events.map(row)}</tbody></table></div>`}`,
  };
}
