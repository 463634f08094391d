import { countryNames, type CountryFacts, type ServiceFacts } from '@ncp/domain';
import { html, type Html } from '@ncp/web';
import type { Frame } from './frame.js';

const WIDTH = 760;
const HEIGHT = 460;
const RADIUS = { x: 285, y: 175 } as const;
/** The two directions of a country are drawn beside each other. */
const APART = 5;

type Fares = 'works' | 'fails' | 'untried';

const fares = (services: readonly ServiceFacts[], direction: ServiceFacts['direction']): Fares => {
  const own = services.filter((one) => one.direction === direction);
  if (own.length === 0) return 'untried';
  return own.some(({ failingSince }) => failingSince !== undefined) ? 'fails' : 'works';
};

const at = (value: number): string => value.toFixed(1);

/** One country on the ring around Sweden: a line for what we ask it, one for what it asks us. */
function spoke({ t, language }: Frame, { code, services, waiting }: CountryFacts, angle: number): Html {
  const [x, y] = [WIDTH / 2 + RADIUS.x * Math.cos(angle), HEIGHT / 2 + RADIUS.y * Math.sin(angle)];
  const [aside, above] = [-Math.sin(angle) * APART, Math.cos(angle) * APART];
  const line = (direction: ServiceFacts['direction'], side: 1 | -1): Html =>
    html`<line class="way ${fares(services, direction)}" x1="${at(WIDTH / 2 + side * aside)}" y1="${at(HEIGHT / 2 + side * above)}" x2="${at(x + side * aside)}" y2="${at(y + side * above)}"/>`;
  const worst = [fares(services, 'outbound'), fares(services, 'inbound')].includes('fails') ? 'fails' : fares(services, 'outbound') === 'untried' && fares(services, 'inbound') === 'untried' ? 'untried' : 'works';
  const words = `${countryNames(code)[language]}${worst === 'fails' ? ' ✕' : ''}${waiting === undefined ? '' : ` (${t.home.waiting}: ${String(waiting.count)})`}`;
  return html`${line('outbound', 1)}${line('inbound', -1)}<a href="/countries/${code}" tabindex="-1"><circle class="place ${worst}" cx="${at(x)}" cy="${at(y)}" r="13"/><text x="${at(x)}" y="${at(y < HEIGHT / 2 ? y - 20 : y + 29)}" text-anchor="middle">${words}</text></a>`;
}

/** Sweden and every country with the state of both directions, drawn; the table beside it says the same in words. */
export function exchangeMap(frame: Frame, countries: readonly CountryFacts[]): Html {
  const { t } = frame;
  const angle = (index: number): number => -Math.PI / 2 + (index * 2 * Math.PI) / Math.max(1, countries.length);
  return html`<figure class="map"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">${countries.map((one, index) => spoke(frame, one, angle(index)))}<circle class="place home" cx="${WIDTH / 2}" cy="${HEIGHT / 2}" r="22"/><text x="${WIDTH / 2}" y="${HEIGHT / 2 + 40}" text-anchor="middle">${t.home.sweden}</text></svg><figcaption>${t.home.pictureLead}</figcaption></figure>`;
}
