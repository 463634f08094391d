import { localDay, daysFrom } from '../local-time.js';
import type { AbroadCountry } from '../countries.js';
import { coded, idOf, reference, SYSTEMS, t, templates, TEMPLATE } from './markup.js';
import type { Code, Product } from './plan.js';
import { epsosProduct, pharmProduct } from './product.js';

/** Entries of a patient summary (cda-documents 7). */

export interface SummaryStyle {
  readonly country: AbroadCountry;
  readonly root: string;
  readonly at: Date;
  /** Codes without a display name: the commonest defect of live documents (cda-documents 1.4). */
  readonly bare: boolean;
}

export interface Line {
  readonly anchor: string;
  readonly text: string;
}

export interface Entry {
  readonly line: Line;
  readonly xml: string;
}

const code = (style: SummaryStyle, name: string, value: Code, system: keyof typeof SYSTEMS, type?: 'CD' | 'CE'): string => {
  const typed = type === undefined ? '' : ` xsi:type="${type}"`;
  return style.bare ? `<${name}${typed} code="${value.code}" codeSystem="${SYSTEMS[system][0]}"/>` : coded(name, value, system).replace(`<${name} `, `<${name}${typed} `);
};
const day = (style: SummaryStyle, days: number): string => localDay(style.country.zone, daysFrom(style.at, days));
const entryId = (style: SummaryStyle, { anchor }: Line): string => idOf({ root: style.root, extension: anchor });

const administration = (style: SummaryStyle, line: Line, inside: { readonly code?: string; readonly times: string; readonly product: string }): string =>
  `<substanceAdministration classCode="SBADM" moodCode="INT">${templates(`${TEMPLATE}3.4`, '2.16.840.1.113883.10.20.1.24')}${entryId(style, line)}${inside.code ?? ''}`
  + `${reference(line.anchor)}<statusCode code="active"/>${inside.times}<consumable typeCode="CSM">${inside.product}</consumable></substanceAdministration>`;

export const medication = (style: SummaryStyle, line: Line, product: Product): Entry => ({
  line,
  xml: administration(style, line, {
    times: `<effectiveTime xsi:type="IVL_TS"><low value="${day(style, -200)}"/><high nullFlavor="UNK"/></effectiveTime><effectiveTime xsi:type="PIVL_TS" institutionSpecified="true" operator="A"><period value="1" unit="d"/></effectiveTime>`
      + '<doseQuantity><low value="1" unit="{Tablet}"/><high value="1" unit="{Tablet}"/></doseQuantity>',
    product: style.bare ? epsosProduct(product, style.country) : pharmProduct(product, style.country, { item: '3.31', material: '3.32' }),
  }),
});

const concern = (style: SummaryStyle, line: Line, roots: readonly string[], observation: string): string =>
  `<act classCode="ACT" moodCode="EVN">${templates(...roots)}${idOf({ root: style.root, extension: `${line.anchor}-c` })}`
  + `<code code="CONC" codeSystem="${SYSTEMS.actClass[0]}"/><statusCode code="active"/><effectiveTime><low value="${day(style, -900)}"/></effectiveTime>`
  + `<entryRelationship typeCode="SUBJ" inversionInd="false">${observation}</entryRelationship></act>`;

const PROBLEM = [`${TEMPLATE}3.15`, '2.16.840.1.113883.10.20.1.27'];
const ALLERGY = [`${TEMPLATE}3.16`];

export const problem = (style: SummaryStyle, line: Line, disease: Code): Entry => ({
  line,
  xml: concern(style, line, PROBLEM, `<observation classCode="OBS" moodCode="EVN">${templates(`${TEMPLATE}3.7`)}${entryId(style, line)}`
    + `${code(style, 'code', { code: '282291009', display: 'Diagnosis' }, 'snomed')}${reference(line.anchor)}<statusCode code="completed"/>`
    + `<effectiveTime><low value="${day(style, -900)}"/></effectiveTime>${code(style, 'value', disease, 'icd10', 'CD')}</observation>`),
});

const allergyObservation = (style: SummaryStyle, line: Line, inside: { readonly code: string; readonly value?: string; readonly agent?: string }): string =>
  `<observation classCode="OBS" moodCode="EVN">${templates(`${TEMPLATE}3.17`)}${entryId(style, line)}${inside.code}${reference(line.anchor)}<statusCode code="completed"/>`
  + `<effectiveTime><low value="${day(style, -900)}"/></effectiveTime>${inside.value ?? ''}${inside.agent ?? ''}</observation>`;

export const allergy = (style: SummaryStyle, line: Line, agent: Code): Entry => ({
  line,
  xml: concern(style, line, ALLERGY, allergyObservation(style, line, {
    code: code(style, 'code', { code: '609328004', display: 'Allergic disposition' }, 'snomed'),
    agent: `<participant typeCode="CSM"><participantRole classCode="MANU"><playingEntity classCode="MMAT">${code(style, 'code', agent, 'atc')}</playingEntity></participantRole></participant>`,
  })),
});

/** As W1 and W2 said it: a SNOMED CT negation where later waves have a code of absence (cda-documents 9). */
export const noKnownAllergyBySnomed = (style: SummaryStyle, line: Line): Entry => ({
  line,
  xml: concern(style, line, ALLERGY, allergyObservation(style, line, {
    code: code(style, 'code', { code: '420134006', display: 'Propensity to adverse reactions' }, 'snomed'),
    value: code(style, 'value', { code: '716186003', display: 'No known allergy' }, 'snomed', 'CD'),
  })),
});

export const surgery = (style: SummaryStyle, line: Line, what: Code, system: 'snomed' | 'absence'): Entry => ({
  line,
  xml: `<procedure classCode="PROC" moodCode="EVN">${templates(`${TEMPLATE}3.26`)}${entryId(style, line)}${code(style, 'code', what, system)}${reference(line.anchor)}<statusCode code="completed"/>`
    + (system === 'absence' ? '<effectiveTime xsi:type="IVL_TS"><low nullFlavor="NA"/></effectiveTime></procedure>' : `<effectiveTime xsi:type="IVL_TS"><low value="${day(style, -4000)}"/></effectiveTime></procedure>`),
});

export const device = (style: SummaryStyle, line: Line, what: Code): Entry => ({
  line,
  xml: `<supply classCode="SPLY" moodCode="EVN">${templates(`${TEMPLATE}3.5`)}${entryId(style, line)}${reference(line.anchor)}<effectiveTime xsi:type="IVL_TS"><low nullFlavor="NA"/></effectiveTime>`
    + `<participant typeCode="DEV"><participantRole classCode="MANU"><id nullFlavor="NI"/><playingDevice classCode="DEV" determinerCode="INSTANCE">${code(style, 'code', what, 'absence')}</playingDevice></participantRole></participant></supply>`,
});

const list = (lines: readonly Line[]): string => `<list>${lines.map(({ anchor, text }) => `<item ID="${anchor}">${t(text)}</item>`).join('')}</list>`;

/** One section: every entry has its line in the narrative, in the language of the country. */
export const section = (style: SummaryStyle, frame: { readonly roots: readonly string[]; readonly code: Code; readonly title: string }, entries: readonly Entry[]): string =>
  `<component><section classCode="DOCSECT">${templates(...frame.roots)}${code(style, 'code', frame.code, 'loinc')}<title>${t(frame.title)}</title><text>${list(entries.map(({ line }) => line))}</text>`
  + `${entries.map(({ xml }) => `<entry typeCode="COMP">${xml}</entry>`).join('')}</section></component>`;
