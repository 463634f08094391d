import { clockTime, countryNames, type CountryFacts, type Level, type ServiceFacts, type Task } from '@ncp/domain';
import { attributes, html, icon, type Html, type IconName } from '@ncp/web';
import type { Overview } from '../facts.js';
import { exchangeMap } from './exchange-map.js';
import { badge, cell, heading, when, type Frame, type Page, type Tone } from './frame.js';

const LEVEL: Readonly<Record<Level, readonly [Tone, IconName]>> = { fine: ['good', 'check'], watch: ['wait', 'clock'], act: ['bad', 'warning'] };

/** How one direction fares: its worst service, or when it last worked. */
function directionState(frame: Frame, { services: all }: CountryFacts, direction: ServiceFacts['direction']): Html {
  const { t } = frame;
  const services = all.filter((one) => one.direction === direction);
  if (services.length === 0) return badge('plain', 'pause', t.home.notTried);
  const failing = services.flatMap(({ failingSince }) => failingSince ?? []).toSorted()[0];
  if (failing !== undefined) return badge('bad', 'warning', t.home.failing[direction](clockTime(failing, frame.now)));
  return badge('good', 'check', t.home.works);
}

const lastSuccess = ({ services }: CountryFacts): CountryFacts['services'][number]['lastSuccess'] =>
  services.flatMap(({ lastSuccess: at }) => at ?? []).toSorted().at(-1);

function row(frame: Frame, country: CountryFacts): Html {
  const { t, language } = frame;
  const at = lastSuccess(country);
  return html`<tr><th scope="row"><a href="/countries/${country.code}">${countryNames(country.code)[language]}</a></th>${cell(t.home.out, directionState(frame, country, 'outbound'))}${cell(t.home.in, directionState(frame, country, 'inbound'))}${
    cell(t.home.lastSuccess, at === undefined ? t.app.never : when(frame, at))}${cell(t.home.waiting, country.waiting === undefined ? t.app.none : String(country.waiting.count))}</tr>`;
}

/** By what the table of countries may be sorted; the browser asks the server. */
export const SORTS = ['country', 'out', 'in', 'last', 'waiting'] as const;
export type Sort = (typeof SORTS)[number];

const failsSince = ({ services }: CountryFacts, direction: ServiceFacts['direction']): string => services.flatMap((one) => (one.direction === direction ? one.failingSince ?? [] : [])).toSorted()[0] ?? 'z';

/** The worst first, except by name. */
function sorted({ language }: Frame, countries: readonly CountryFacts[], by: Sort): readonly CountryFacts[] {
  const name = ({ code }: CountryFacts): string => countryNames(code)[language];
  const key: Readonly<Record<Sort, (one: CountryFacts) => string>> = {
    country: name, out: (one) => failsSince(one, 'outbound'), in: (one) => failsSince(one, 'inbound'), last: (one) => lastSuccess(one) ?? '', waiting: ({ waiting }) => String(1_000_000 - (waiting?.count ?? 0)).padStart(7, '0'),
  };
  return countries.toSorted((a, b) => key[by](a).localeCompare(key[by](b), language) || name(a).localeCompare(name(b), language));
}

const sortHead = ({ t }: Frame, by: Sort, now: Sort | undefined, word: string): Html =>
  html`<th scope="col" ${attributes({ 'aria-sort': by === now ? 'ascending' : undefined })}><a href="/?sort=${by}">${word}<span class="unseen"> ${t.home.sortBy(word)}</span></a></th>`;

/** Where each task is done. */
const PLACES: Readonly<Record<Task['id'], string>> = {
  'operator': '/dispensations#open-outward', 'awaiting-professional': '/dispensations#open-outward', 'conflict': '/dispensations#open-conflict', 'unknown': '/dispensations#open-inward', 'certificate': '/trust', 'gap': '/terminology',
};

function taskCard(frame: Frame, task: Task): Html {
  const { t, language } = frame;
  return html`<li class="card"><p>${badge(...LEVEL[task.level], t.home[task.level])} <strong>${task.text[language]}</strong></p>${task.since === undefined ? undefined : html`<p>${t.home.since} ${when(frame, task.since)}</p>`}<p class="quiet">${t.home.otherwise} ${task.otherwise[language]}</p><p class="actions"><a class="button" href="${PLACES[task.id]}">${t.home.go}</a></p></li>`;
}

/** The part of the home page that shows the present; streamed when it changes. */
export function situationView(frame: Frame, { situation, countries: unsorted, parts }: Overview, sort?: Sort): Html {
  const { t, language } = frame;
  const countries = sort === undefined ? unsorted : sorted(frame, unsorted, sort);
  const owner = (name: string, level: Level): Html => html`<li>${badge(...LEVEL[level], html`${name}: ${t.home[level]}`)}</li>`;
  return html`<div class="verdict ${LEVEL[situation.level][0]}"><p class="headline">${icon(LEVEL[situation.level][1])}${situation.sentence[language]}</p></div>
<section aria-labelledby="owners"><h2 id="owners">${t.home.owners}</h2><ul class="bar">${owner(t.home.us, situation.owners.us)}${owner(t.home.national, situation.owners.national)}${owner(t.home.network, situation.owners.network)}${owner(t.home.countries, situation.owners.countries)}</ul></section>
<section aria-labelledby="tasks"><h2 id="tasks">${t.home.tasks}</h2>${situation.tasks.length === 0 ? html`<p>${t.home.noTasks}</p>` : html`<ul class="cards">${situation.tasks.map((task) => taskCard(frame, task))}</ul>`}</section>
<section aria-labelledby="picture"><h2 id="picture">${t.home.picture}</h2>${exchangeMap(frame, unsorted)}</section>
<section aria-labelledby="map"><h2 id="map">${t.home.map}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="map"><table><caption class="unseen">${t.home.caption}</caption><thead><tr>${sortHead(frame, 'country', sort, t.home.country)}${sortHead(frame, 'out', sort, t.home.out)}${sortHead(frame, 'in', sort, t.home.in)}${sortHead(frame, 'last', sort, t.home.lastSuccess)}${sortHead(frame, 'waiting', sort, t.home.waiting)}</tr></thead><tbody>${countries.map((country) => row(frame, country))}</tbody></table></div></section>
<section aria-labelledby="parts"><h2 id="parts">${t.home.parts}</h2><ul class="bar">${parts.map(({ name, up, since }) => html`<li>${badge(up ? 'good' : 'bad', up ? 'check' : 'warning', html`${name}: ${up || since === undefined ? t.home.up : t.home.down(clockTime(since, frame.now))}`)}</li>`)}</ul></section>`;
}

export const homeView = (frame: Frame, overview: Overview, sort?: Sort): Page => ({
  title: frame.t.home.title,
  main: html`${heading(frame.t.home.title)}<div id="state" aria-live="polite" hx-sse:connect="${sort === undefined ? '/events' : `/events?sort=${sort}`}" hx-swap="innerHTML">${situationView(frame, overview, sort)}</div>`,
});
