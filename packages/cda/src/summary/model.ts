import type { CalendarDate, Finding, InstanceIdentifier, Instant } from '@ncp/domain';
import type { MissingTerm } from '@ncp/terminology';
import type { CodedElement } from '../building/coded-element.js';
import type { Organisation } from '../building/party.js';
import type { MedicinalProduct } from '../building/product.js';
import type { DosageModel, FactGroup, PatientModel } from '../prescription/model.js';
import type { SectionNarrative } from './narrative-model.js';

/**
 * A Patient Summary as a document: everything decided, nothing rendered. Level 3, level 1 and the PDF are made of it and of
 * nothing else.
 */

interface Entry {
  /** UUID of the item; the root of its ids. */
  readonly id: string;
  /** The row of the narrative that says the same; its cells are `<narrativeId>-<key>`. */
  readonly narrativeId: string;
}

export interface MedicationEntry extends Entry {
  readonly mood: 'INT' | 'EVN';
  readonly product: MedicinalProduct;
  readonly dosage: Pick<DosageModel, 'timing' | 'dose' | 'route'>;
  /** `widthDays`: length of the treatment as the dosage states it, where no last day is known. */
  readonly period: { readonly start?: CalendarDate; readonly end?: CalendarDate; readonly widthDays?: number };
  /** The dosage in words; under the key `dosage` of the row. */
  readonly instruction: readonly string[];
  readonly reason?: CodedElement;
}

export interface AllergyEntry extends Entry {
  readonly kind: CodedElement;
  readonly agent: CodedElement;
  /** In words; beside the code (PS14). */
  readonly agentName: string;
  readonly criticality?: CodedElement;
  readonly certainty?: CodedElement;
  readonly status?: CodedElement;
  readonly ascertained?: CalendarDate;
}

export interface ProblemEntry extends Entry {
  readonly problem: CodedElement;
  /** Active, or of the past. */
  readonly concern: 'active' | 'completed';
  readonly certainty?: CodedElement;
  readonly status?: CodedElement;
  readonly firstRecorded?: CalendarDate;
}

export interface ImmunizationEntry extends Entry {
  readonly vaccine: CodedElement;
  readonly vaccineName: string;
  readonly given?: CalendarDate;
  readonly lotNumber?: string;
  readonly manufacturer?: string;
  readonly targets: readonly CodedElement[];
  readonly doseNumber?: number;
}

/** Observations of the pregnancy section; the expected date stands inside the status where there is one. */
export interface PregnancyEntries {
  readonly status?: Entry & { readonly value: CodedElement; readonly since: CalendarDate };
  readonly expectedDelivery?: Entry & { readonly method: CodedElement; readonly on: CalendarDate };
  readonly outcomes: readonly (Entry & { readonly outcome: CodedElement; readonly count: number })[];
  readonly earlierDates: readonly (Entry & { readonly yearMonth: string })[];
}

export interface FunctionalEntry extends Entry {
  readonly assessment: CodedElement;
  readonly value: string;
  readonly assessedOn: CalendarDate;
}

export interface BloodGroupEntry extends Entry {
  readonly group: CodedElement;
  readonly taken?: CalendarDate;
}

/** An empty required section: what is coded in place of entries (cda-documents 7). */
export interface AbsenceEntry {
  readonly id: InstanceIdentifier;
  readonly narrativeId: string;
  readonly value: CodedElement;
}

export interface SummarySection<Content> {
  readonly code: CodedElement;
  readonly title: string;
  readonly narrative: SectionNarrative;
  readonly content: Content;
}

/** A section that is always there: with entries, or with a coded reason for having none. */
export type RequiredContent<E> = { readonly kind: 'entries'; readonly entries: readonly E[] } | { readonly kind: 'absence'; readonly absence: AbsenceEntry };

export interface SummarySections {
  readonly medications: SummarySection<RequiredContent<MedicationEntry>>;
  readonly allergies: SummarySection<RequiredContent<AllergyEntry>>;
  readonly problems: SummarySection<RequiredContent<ProblemEntry>>;
  /** Never with entries: no Swedish source has any (PS91). */
  readonly procedures: SummarySection<AbsenceEntry>;
  readonly devices: SummarySection<AbsenceEntry>;
  readonly immunizations?: SummarySection<readonly ImmunizationEntry[]>;
  readonly pastIllness?: SummarySection<readonly ProblemEntry[]>;
  readonly pregnancy?: SummarySection<PregnancyEntries>;
  readonly functionalStatus?: SummarySection<readonly FunctionalEntry[]>;
  readonly results?: SummarySection<BloodGroupEntry>;
}

export interface PatientSummaryDocument {
  readonly level3Id: InstanceIdentifier;
  readonly level1Id: InstanceIdentifier;
  readonly setId: InstanceIdentifier;
  readonly offerLevel1: boolean;
  readonly title: string;
  /** When it was compiled, as Swedish clocks showed it. */
  readonly effectiveTime: Instant;
  /** Of the newest record in it. */
  readonly lastUpdated: Instant;
  readonly confidentiality: CodedElement;
  readonly patient: PatientModel;
  readonly softwareName: string;
  readonly responsible: { readonly id: InstanceIdentifier; readonly family: string; readonly given: readonly string[] };
  readonly custodian: Organisation;
  readonly primaryCare: Organisation;
  readonly sections: SummarySections;
  /** Part of the PDF; in level 3 this is the header. */
  readonly headerFacts: readonly FactGroup[];
  /** As of an ePrescription: a model with an error is refused by every writer (decisions D26). */
  readonly findings: readonly Finding[];
  readonly missingTerms: readonly MissingTerm[];
}
