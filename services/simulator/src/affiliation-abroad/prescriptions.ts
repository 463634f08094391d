import type { InstanceIdentifier } from '@ncp/domain';
import type { AbroadCountry } from './countries.js';
import type { Dialect } from './dialect.js';
import { filledTo, fillLines } from './documents/fill.js';
import { plainPdf } from './documents/pdf.js';
import { documentId, type PrescriptionFacts } from './documents/plan.js';
import { prescriptionLevel1, prescriptionLevel3, prescriptionLines, productText } from './documents/prescription.js';
import { summaryLevel1, summaryLevel3, type SummaryFacts } from './documents/summary.js';
import { prescriptionIds, summaryIds } from './identifiers.js';
import { daysFrom } from './local-time.js';
import type { AbroadPerson, PlannedPrescription, RetrieveNotice } from './people.js';
import type { ListEntry } from './wire/registry-answers.js';

/** A prescription in the books of its country. */
export interface HeldPrescription {
  readonly person: AbroadPerson;
  readonly planned: PlannedPrescription;
  readonly facts: PrescriptionFacts;
  /** Packages that may still be dispensed. */
  remaining: number;
}

export interface HeldDocument {
  readonly uniqueId: string;
  readonly patient: InstanceIdentifier;
  readonly bytes: Uint8Array;
  readonly notice?: RetrieveNotice;
}

const AUTHORS: Readonly<Record<AbroadCountry['code'], string>> = { FI: 'Lyyti Lääkäri-Esimerkki', DK: 'Lærke Lægesen', PT: 'Luís Médico Exemplo' };
const WRITTEN_DAYS_AGO = 10;
const utf8 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

export function holdPrescription(country: AbroadCountry, person: AbroadPerson, planned: PlannedPrescription, more: { readonly number: number; readonly now: Date }): HeldPrescription {
  const { packages, awkward } = planned.plan;
  return {
    person, planned, remaining: packages * (1 + (awkward?.repeats ?? 0)),
    facts: { country, patient: person.patient, plan: planned.plan, ids: prescriptionIds(country.code, more.number), prescribedAt: daysFrom(more.now, -WRITTEN_DAYS_AGO), open: true },
  };
}

export const isOpen = ({ remaining }: HeldPrescription): boolean => remaining > 0;

/** What the list shows; undefined for what the country hides. */
export function listed(held: HeldPrescription, dialect: Dialect): ListEntry | undefined {
  const open = isOpen(held);
  const { facts: { ids, plan, prescribedAt, country } } = held;
  if (!open && dialect.closed === 'hidden') return undefined;
  return {
    kind: 'ePrescription', level3: ids.level3, level1: ids.level1, createdAt: prescribedAt, description: productText(plan.product), author: AUTHORS[country.code], open,
    facts: { atc: plan.product.atc, form: plan.product.form, strength: plan.product.strength, substitution: plan.substitution },
  };
}

/** `fillTo`: documents are grown to about so many bytes. */
export function documentsOf(held: HeldPrescription, fillTo = 0): readonly HeldDocument[] {
  const facts: PrescriptionFacts = { ...held.facts, open: isOpen(held) };
  const { ids, patient } = facts;
  const { notice } = held.planned;
  const document = (id: InstanceIdentifier, text: () => string): HeldDocument => ({
    uniqueId: documentId(id), patient: patient.id, get bytes() { return utf8(text()); }, ...(notice === undefined ? {} : { notice }),
  });
  const lines = prescriptionLines(facts);
  return [
    document(ids.level3, () => filledTo(prescriptionLevel3(facts), fillTo)),
    document(ids.level1, () => prescriptionLevel1(facts, plainPdf('ePrescription', [
      `${patient.given.join(' ')} ${patient.family}`, lines.product, lines.patient, lines.pharmacist, `x ${String(facts.plan.packages)}`, ...fillLines(fillTo * 0.7),
    ]))),
  ];
}

/** A patient summary, made anew with each list as an on-demand document; its ids stay. */
export function summaryOf(country: AbroadCountry, person: AbroadPerson, number: number, { now, fillTo = 0 }: { readonly now: Date; readonly fillTo?: number }): { readonly entry: ListEntry; readonly documents: readonly HeldDocument[] } | undefined {
  const { summary, patient } = person;
  if (summary === undefined) return undefined;
  const facts: SummaryFacts = { country, patient, kind: summary, ids: summaryIds(country.code, number), at: daysFrom(now, -1) };
  const document = (id: InstanceIdentifier, text: () => string): HeldDocument => ({ uniqueId: documentId(id), patient: patient.id, get bytes() { return utf8(text()); } });
  return {
    entry: { kind: 'patientSummary', level3: facts.ids.level3, level1: facts.ids.level1, createdAt: facts.at, description: 'Patient Summary', author: country.agency.name, open: true },
    documents: [
      document(facts.ids.level3, () => filledTo(summaryLevel3(facts), fillTo)),
      document(facts.ids.level1, () => summaryLevel1(facts, plainPdf('Patient Summary', [`${patient.given.join(' ')} ${patient.family}`]))),
    ],
  };
}
