import { countryNames, stockholmDate, SWEDEN, type CalendarDate } from '@ncp/domain';
import type { CalendarEntry } from '@ncp/trust';
import { attributes, html, icon, type Html } from '@ncp/web';
import { badge, cell, heading, tableSection, type Frame, type Page } from './frame.js';

/** Months that the calendar shows. */
export const MONTHS = 12;
/** From this many days on it is time to renew [local]. */
const SOON_DAYS = 30;

export interface TrustPage {
  /** On which everything is judged. */
  readonly day: CalendarDate;
  readonly entries?: readonly CalendarEntry[];
  /** Instead of entries: what could not be read. */
  readonly fault?: { readonly code: string; readonly path?: string };
}

interface Month {
  readonly name: string;
  readonly entries: readonly CalendarEntry[];
}

/** The month and eleven more, each with what ends in it. */
function monthsOf(entries: readonly CalendarEntry[], today: CalendarDate): readonly Month[] {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return Array.from({ length: MONTHS }, (_, ahead) => {
    const at = month - 1 + ahead;
    const name = `${String(year + Math.floor(at / 12))}-${String((at % 12) + 1).padStart(2, '0')}`;
    return { name, entries: entries.filter(({ ends, daysLeft }) => daysLeft >= 0 && stockholmDate(ends).startsWith(name)) };
  });
}

/** The names of our own certificates come from the configuration; those that we know have words. */
const nameOf = ({ t }: Frame, { what, kind, country }: CalendarEntry): Html | string => {
  const known = kind === 'certificate' && country === SWEDEN && Object.hasOwn(t.trust.own, what) ? t.trust.own[what as keyof typeof t.trust.own] : undefined;
  if (kind === 'revocation-list') return what.replace(/\D/g, '');
  return known ?? html`<span class="foreign">${what}</span>`;
};

const row = (frame: Frame, one: CalendarEntry): Html => {
  const { t, language } = frame;
  const tone = one.daysLeft < 0 ? badge('bad', 'cross', t.trust.ended) : one.daysLeft <= SOON_DAYS ? badge('wait', 'clock', t.trust.days(String(one.daysLeft))) : badge('plain', 'clock', t.trust.days(String(one.daysLeft)));
  return html`<tr><th scope="row">${stockholmDate(one.ends)}</th>${cell(t.trust.left, tone)}${cell(t.trust.whose, one.country === SWEDEN ? t.trust.ours : countryNames(one.country)[language])}${cell(t.trust.kind, t.trust.kinds[one.kind])}${cell(t.trust.name, nameOf(frame, one))}${
    cell(t.trust.verdict, one.broken === undefined ? badge('good', 'check', t.trust.holds) : html`${badge('bad', 'warning', t.trust.refused)} <code>${one.broken}</code>`)}</tr>`;
};

function calendar(frame: Frame, day: CalendarDate, entries: readonly CalendarEntry[]): Html {
  const { t } = frame;
  const broken = entries.filter((one) => one.broken !== undefined).length;
  const columns = [t.trust.ends, t.trust.left, t.trust.whose, t.trust.kind, t.trust.name, t.trust.verdictOn(day)];
  const over = entries.filter(({ daysLeft }) => daysLeft < 0);
  const months = monthsOf(entries, stockholmDate(frame.now));
  const shown = new Set([...over, ...months.flatMap((month) => month.entries)]);
  const later = entries.filter((one) => !shown.has(one));
  return html`<div class="verdict ${broken === 0 ? 'good' : 'bad'}"><p class="headline">${icon(broken === 0 ? 'check' : 'warning')}${broken === 0 ? t.trust.allHold(day) : t.trust.someBroken(String(broken), String(entries.length), day)}</p></div>
<ol class="bar" aria-label="${t.trust.months}">${months.map(({ name, entries: ending }) => html`<li>${ending.length === 0 ? badge('plain', 'check', html`${name}: 0`) : html`<a href="#m${name}">${badge('wait', 'clock', html`${name}: ${String(ending.length)}`)}</a>`}</li>`)}</ol>
${over.length === 0 ? undefined : tableSection({ id: 'over', title: t.trust.over, columns, rows: over.map((one) => row(frame, one)), none: t.trust.nothing })}
${months.filter((month) => month.entries.length > 0).map(({ name, entries: ending }) => tableSection({ id: `m${name}`, title: name, columns, rows: ending.map((one) => row(frame, one)), none: t.trust.nothing }))}
${tableSection({ id: 'later', title: t.trust.later, columns, rows: later.map((one) => row(frame, one)), none: t.trust.nothing })}`;
}

/** What ends when, ours and theirs, and what the verification itself would refuse on a day (RS TLS-40, TLS-41). */
export function trustView(frame: Frame, { day, entries, fault }: TrustPage): Page {
  const { t } = frame;
  return {
    title: t.trust.title,
    main: html`${heading(t.trust.title)}<p class="lead">${t.trust.lead}</p>
<form method="get" action="/trust" class="card filter"><div class="field"><label for="at">${t.trust.at}</label><input ${attributes({ type: 'date', id: 'at', name: 'at', value: day })}></div><p class="actions"><button type="submit" class="button">${t.trust.judge}</button></p></form>
${entries === undefined ? html`<div class="verdict bad"><p class="headline">${icon('warning')}${t.trust.unread}</p><p><code>${fault?.code ?? ''}</code> <code>${fault?.path ?? ''}</code></p></div>` : calendar(frame, day, entries)}`,
  };
}
