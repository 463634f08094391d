import { countryNames, type CountryCode, type Instant } from '@ncp/domain';
import type { OperatorDesk, TakenRelease } from '@ncp/store';
import { attributes, html, icon, type Html } from '@ncp/web';
import { cell, fullTime, heading, tableSection, type Frame, type Page } from './frame.js';

type Gap = Awaited<ReturnType<OperatorDesk['terminology']['gaps']>>[number];

export interface TerminologyPage {
  readonly inUse: readonly TakenRelease[];
  /** Those that most documents met first. */
  readonly gaps: readonly Gap[];
  readonly country?: CountryCode;
  /** Of every release, and not of those in force alone. */
  readonly every: boolean;
  readonly countries: readonly CountryCode[];
}

const SHOWN = 200;

const reasonOf = ({ t }: Frame, reason: string): string => (Object.hasOwn(t.terminology.reasons, reason) ? t.terminology.reasons[reason as keyof typeof t.terminology.reasons] : reason);

const gapRow = (frame: Frame, gap: Gap): Html => {
  const { t, language } = frame;
  return html`<tr><th scope="row"><code>${gap.code}</code></th>${cell(t.terminology.documents, String(gap.documents))}${cell(t.terminology.times, String(gap.count))}${cell(t.terminology.country, countryNames(gap.country)[language])}${cell(t.terminology.field, html`<code>${gap.field}</code>`)}${
    cell(t.terminology.system, gap.codeSystem === '' ? '–' : html`<code>${gap.codeSystem}</code>`)}${cell(t.terminology.why, reasonOf(frame, gap.reason))}${cell(t.terminology.release, html`<code>${gap.release}</code>`)}${cell(t.terminology.last, fullTime(gap.lastAt as Instant))}</tr>`;
};

const releaseRow = (frame: Frame, { service, release, hash, at }: TakenRelease): Html => {
  const { t } = frame;
  return html`<tr><th scope="row"><code>${service}</code></th>${cell(t.terminology.release, html`<code>${release}</code>`)}${cell(t.terminology.taken, fullTime(at))}${cell(t.terminology.hash, hash === '' ? t.terminology.builtIn : html`<code>${hash.slice(0, 16)}</code>`)}</tr>`;
};

function verdict({ t }: Frame, inUse: readonly TakenRelease[]): Html {
  const releases = [...new Set(inUse.map(({ release, hash }) => `${release} ${hash}`))];
  if (releases.length === 0) return html`<div class="verdict plain"><p class="headline">${icon('info')}${t.terminology.nobody}</p></div>`;
  const one = releases.length === 1;
  return html`<div class="verdict ${one ? 'good' : 'wait'}"><p class="headline">${icon(one ? 'check' : 'clock')}${one ? t.terminology.same(inUse[0]?.release ?? '') : t.terminology.different(String(releases.length))}</p></div>`;
}

/** Which release each service works with, and what it lacks, the gap that touches most documents first. */
export function terminologyView(frame: Frame, { inUse, gaps, country, every, countries }: TerminologyPage): Page {
  const { t, language } = frame;
  return {
    title: t.terminology.title,
    main: html`${heading(t.terminology.title)}${verdict(frame, inUse)}
${tableSection({ id: 'releases', title: t.terminology.inForce, columns: [t.terminology.service, t.terminology.release, t.terminology.taken, t.terminology.hash], rows: inUse.map((one) => releaseRow(frame, one)), none: t.terminology.nobody })}
<form method="get" action="/terminology" class="card filter"><div class="field"><label for="country">${t.search.country}</label><select id="country" name="country"><option value="">${t.search.anyCountry}</option>${countries.map((code) => html`<option ${attributes({ value: code, selected: country === code })}>${countryNames(code)[language]}</option>`)}</select></div>
<div class="tick"><input ${attributes({ type: 'checkbox', id: 'every', name: 'every', value: 'yes', checked: every })}><label for="every">${t.terminology.every}</label></div><p class="actions"><button type="submit" class="button">${t.search.find}</button></p></form>
${tableSection({ id: 'gaps', title: t.terminology.gaps(String(gaps.length)), lead: gaps.length > SHOWN ? `${t.terminology.lead} ${t.terminology.first(String(SHOWN))}` : t.terminology.lead,
    columns: [t.terminology.code, t.terminology.documents, t.terminology.times, t.terminology.country, t.terminology.field, t.terminology.system, t.terminology.why, t.terminology.release, t.terminology.last], rows: gaps.slice(0, SHOWN).map((gap) => gapRow(frame, gap)), none: t.terminology.none })}`,
  };
}
