import type { AdministrativeGender, BilingualText, CalendarDate, DecimalString, Finding, InstanceIdentifier, Instant } from '@ncp/domain';
import type { MissingTerm } from '@ncp/terminology';
import type { CodedElement } from '../building/coded-element.js';
import type { FactGroup } from '../building/fact.js';
import type { Measure } from '../building/measure.js';
import type { Organisation } from '../building/party.js';
import type { MedicinalProduct } from '../building/product.js';

export type { Fact, FactGroup } from '../building/fact.js';

/** Why a dosage is text only; for our records, never an error (CDA-07, decisions D36). */
export type TextReason =
  | 'free-text' | 'no-structure' | 'as-needed' | 'tapering' | 'maximum' | 'unequal' | 'unit' | 'bounds' | 'day-unknown' | 'not-exact';

/** When to take it, exactly as prescribed, or `text` (cda-documents 5). */
export type DosageTiming =
  | {
      readonly kind: 'period';
      readonly value: DecimalString;
      readonly unit: 'min' | 'h' | 'd' | 'wk' | 'mo';
      /** True: that many times, clock time not important. Absent when `from` gives the time. */
      readonly institutionSpecified?: boolean;
      /** First time, `yyyyMMdd` or `yyyyMMddHHmm`, local and without zone. */
      readonly from?: string;
    }
  | { readonly kind: 'event'; readonly code: string }
  | { readonly kind: 'once'; readonly on: CalendarDate }
  | { readonly kind: 'text'; readonly reason: TextReason };

export interface DosageModel {
  readonly timing: DosageTiming;
  /** Equal bounds for a fixed dose. Absent when the dosage is text. */
  readonly dose?: { readonly low: Measure; readonly high: Measure };
  readonly route?: CodedElement;
  /** The structure of the source in words, one line for each step; generated, never instead of the prescriber's text. */
  readonly sentence?: readonly BilingualText[];
  readonly treatment: { readonly low: CalendarDate; readonly widthDays?: number };
}

export interface PrescriberModel {
  readonly role: CodedElement;
  readonly writtenAt: Instant;
  /** Prescriber code first; the first one also signs (decisions D42). */
  readonly ids: readonly InstanceIdentifier[];
  readonly family: string;
  readonly given: readonly string[];
  readonly organisation: Organisation;
}

export interface PatientModel {
  readonly id: InstanceIdentifier;
  readonly family: string;
  readonly given: readonly string[];
  readonly gender: CodedElement;
  readonly genderCode: AdministrativeGender;
  readonly birthDate: CalendarDate;
}

/**
 * One uttag of one prescription version as a document: everything decided, nothing rendered (style 1.3).
 * Level 3, level 1 and the PDF are made of it and of nothing else.
 */
export interface EPrescription {
  readonly level3Id: InstanceIdentifier;
  readonly level1Id: InstanceIdentifier;
  /** Prescription id, item id and setId: one value (decisions D28, D31). */
  readonly prescriptionId: InstanceIdentifier;
  /** Written as versionNumber when it is a whole number, which that element must be (decisions D31). */
  readonly versionId: string;
  readonly offerLevel1: boolean;
  readonly title: string;
  /** Time of the prescription version, so that the same version gives the same bytes (decisions D29). */
  readonly effectiveTime: Instant;
  readonly confidentiality: CodedElement;
  readonly patient: PatientModel;
  readonly prescriber: PrescriberModel;
  readonly custodian: Organisation;
  readonly product: MedicinalProduct;
  readonly dosage: DosageModel;
  /** Whole packages of one uttag (decisions D32). */
  readonly packages: number;
  readonly substitution: CodedElement;
  readonly patientInstruction: readonly string[];
  readonly fulfilmentInstructions: readonly string[];
  /** What the narrative of level 3 says; the PDF says it too. */
  readonly facts: readonly FactGroup[];
  /** Who is concerned: part of the PDF; in level 3 this is the header. */
  readonly headerFacts: readonly FactGroup[];
  /**
   * `warning`: released, reported on the wire. `error`: must not be released; the encoders refuse it
   * (decisions D26).
   */
  readonly findings: readonly Finding[];
  /** Terms the catalogue lacks, for the terminology report; unlike findings they hold the words of the register. */
  readonly missingTerms: readonly MissingTerm[];
}
