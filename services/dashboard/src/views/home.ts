import { clockTime, countryNames, type CountryFacts, type Level, type ServiceFacts } from '@ncp/domain';
import { html, icon, type Html, type IconName } from '@ncp/web';
import type { Overview } from '../facts.js';
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

/** The part of the home page that shows the present; streamed when it changes. */
export function situationView(frame: Frame, { situation, countries, parts }: Overview): Html {
  const { t, language } = frame;
  const owner = (name: string, level: Level): Html => html`<li>${badge(...LEVEL[level], html`${name}: ${t.home[level]}`)}</li>`;
  return html`<div class="verdict ${LEVEL[situation.level][0]}"><p class="headline">${icon(LEVEL[situation.level][1])}${situation.sentence[language]}</p></div>
<section aria-labelledby="owners"><h2 id="owners">${t.home.owners}</h2><ul class="bar">${owner(t.home.us, situation.owners.us)}${owner(t.home.national, situation.owners.national)}${owner(t.home.countries, situation.owners.countries)}</ul></section>
<section aria-labelledby="tasks"><h2 id="tasks">${t.home.tasks}</h2>${situation.tasks.length === 0 ? html`<p>${t.home.noTasks}</p>` : html`<ul class="cards">${situation.tasks.map((task) => html`<li class="card"><p>${badge(...LEVEL[task.level], t.home[task.level])} <strong>${task.text[language]}</strong></p><p class="quiet">${t.home.otherwise} ${task.otherwise[language]}</p>${task.id === 'certificate' || task.id === 'gap' ? undefined : html`<p><a href="/dispensations">${t.app.ledgers}</a></p>`}</li>`)}</ul>`}</section>
<section aria-labelledby="map"><h2 id="map">${t.home.map}</h2><div class="scroll" tabindex="0" role="region" aria-labelledby="map"><table><caption class="unseen">${t.home.caption}</caption><thead><tr><th scope="col">${t.home.country}</th><th scope="col">${t.home.out}</th><th scope="col">${t.home.in}</th><th scope="col">${t.home.lastSuccess}</th><th scope="col">${t.home.waiting}</th></tr></thead><tbody>${countries.map((country) => row(frame, country))}</tbody></table></div></section>
<section aria-labelledby="parts"><h2 id="parts">${t.home.parts}</h2><ul class="bar">${parts.map(({ name, up, since }) => html`<li>${badge(up ? 'good' : 'bad', up ? 'check' : 'warning', html`${name}: ${up || since === undefined ? t.home.up : t.home.down(clockTime(since, frame.now))}`)}</li>`)}</ul></section>`;
}

export const homeView = (frame: Frame, overview: Overview): Page => ({
  title: frame.t.home.title,
  main: html`${heading(frame.t.home.title)}<div id="state" aria-live="polite" hx-sse:connect="/events" hx-swap="innerHTML">${situationView(frame, overview)}</div>`,
});
