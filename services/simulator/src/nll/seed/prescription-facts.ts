import type { FhirObject } from '@ncp/fhir';
import type { ArticleFacts } from './article-facts.js';

/** An uttag that was made before the demo day. */
export interface PastDispense {
  readonly daysAgo: number;
  readonly packages: number;
  /** Deducted, in the article's unit. */
  readonly quantity: string;
  /** Abroad when a country is named. */
  readonly country?: 'PT' | 'FI' | 'DK';
}

/** One prescription of the seed. Days are relative to the demo day; defaults are an ordinary one. */
export interface PrescriptionFacts {
  readonly article: ArticleFacts;
  readonly dosage: readonly FhirObject[];
  readonly reason?: readonly [words: string, snomed: string, display: string];
  /** Uttag; default 1. */
  readonly allowed?: number;
  /** Packages per uttag; default 1. */
  readonly packages?: number;
  readonly authoredDaysAgo?: number;
  /** Last valid day; default a year after issue. */
  readonly endsInDays?: number;
  readonly intervalDays?: number;
  readonly substitution?: boolean;
  readonly basis?: 'ELECTRONIC' | 'TELEPHONE' | 'PAPER';
  readonly format?: 'ELECTRONIC' | 'PAPER';
  readonly status?: string;
  /** GLN of the one pharmacy it is addressed to. */
  readonly pharmacy?: string;
  readonly dosePackaging?: boolean;
  readonly blocked?: boolean;
  readonly locked?: boolean;
  readonly note?: string;
  readonly past?: readonly PastDispense[];
  /** A modifier that nobody knows. */
  readonly modifier?: string;
  /** A security label that nobody knows. */
  readonly label?: string;
  /** The article is not in the product register. */
  readonly unregistered?: boolean;
}
