import { articleAnswer } from './article-answer.js';
import type { ReadDocument, ReadLine, Suggestion, VisitDocument } from '@ncp/domain';
import { formsOf, type DocumentListing, type FetchedPrescription, type FetchedSummary, type ListedDocument, type PrescriptionListing } from '@ncp/exchange';
import type { z } from 'zod';
import type { prescription, prescriptionList, readDocument, summary, summaryList } from '../api/documents.js';
import type { suggestionList } from '../api/products.js';
import { dispensationAnswer } from './dispensation-answer.js';
import { optional } from './optional.js';
import type { Instant } from '@ncp/domain';

type PeerMessages = z.input<typeof prescriptionList>['warnings'];

/** Warnings of a list or a document, in the other country's words. */
const warningsOf = (warnings: DocumentListing['warnings']): PeerMessages =>
  warnings.map(({ code, severity, context }) => ({ code, severity, ...(context === '' ? {} : { text: context }) }));

const listedAnswer = ({ document, entry }: ListedDocument): z.input<typeof summaryList>['summaries'][number] => ({
  key: document.key, forms: [...formsOf(document)],
  ...optional({ title: entry.title, description: entry.description, createdAt: entry.creationTime, language: entry.languageCode, author: entry.author }),
});

export const prescriptionListAnswer = (exchange: string, listing: PrescriptionListing, now: Instant): z.input<typeof prescriptionList> => ({
  exchange, none: listing.none, unreadable: listing.unreadable, warnings: warningsOf(listing.warnings),
  prescriptions: listing.listed.map((one) => ({
    ...listedAnswer(one),
    dispensable: { answer: one.dispensable.answer, reasons: [...one.dispensable.reasons] },
    facts: one.facts.map(({ code, ...words }) => ({ code, ...optional(words) })),
  })),
  unacknowledged: listing.unacknowledged.map((one) => dispensationAnswer(one, now)),
});

export const summaryListAnswer = (exchange: string, { none, unreadable, warnings, listed }: DocumentListing): z.input<typeof summaryList> =>
  ({ exchange, none, unreadable, warnings: warningsOf(warnings), summaries: listed.map(listedAnswer) });

const lineAnswer = ({ translations, ...line }: ReadLine): z.input<typeof readDocument>['sections'][number]['lines'][number] =>
  ({ ...line, ...(translations === undefined ? {} : { translations: [...translations] }) });

function readAnswer({ sections, findings, ...rest }: ReadDocument): z.input<typeof readDocument> {
  return {
    ...rest,
    sections: sections.map(({ lines, entries, narrative, ...section }) => ({
      ...section, lines: lines.map(lineAnswer), narrative: [...narrative],
      entries: entries.map(({ key, lines: own }) => ({ key, lines: own.map(lineAnswer) })),
    })),
    findings: findings.map(({ code, severity, at, rule, class: kind, text }) => ({ code, severity, class: kind, text, ...optional({ at, rule }) })),
  };
}

interface Fetched {
  readonly document: VisitDocument;
  readonly version: string;
  readonly read: ReadDocument;
  readonly warnings: FetchedSummary['warnings'];
}

const openedAnswer = (exchange: string, { document, version, read, warnings }: Fetched): z.input<typeof summary> =>
  ({ exchange, key: document.key, forms: [...formsOf(document)], warnings: warningsOf(warnings), version, document: readAnswer(read) });

export const summaryAnswer = (exchange: string, fetched: FetchedSummary): z.input<typeof summary> => openedAnswer(exchange, fetched);

export function prescriptionAnswer(exchange: string, fetched: FetchedPrescription): z.input<typeof prescription> {
  const { prescription: { prescriptionId, itemId, substitutionAllowed, packages }, dispensable: { answer, reasons } } = fetched;
  return {
    ...openedAnswer(exchange, fetched), substitutionAllowed, dispensable: { answer, reasons: [...reasons] },
    ...optional({ prescriptionId, itemId }),
    ...(packages === undefined ? {} : { packages: { value: packages.value, ...optional({ unit: packages.unit }) } }),
  };
}

/** Says that the pharmacist decides, wherever proposals are shown (decisions D78). */
const PROPOSAL = {
  sv: 'Förslag: farmaceuten bedömer och väljer.',
  en: 'A proposal: the pharmacist judges and chooses.',
} as const;

export const suggestionsAnswer = (suggestions: readonly Suggestion[]): z.input<typeof suggestionList> => ({
  notice: PROPOSAL,
  suggestions: suggestions.map(({ article, tier, packs, arithmetic }) => ({ article: articleAnswer(article), tier, arithmetic, ...optional({ packs }) })),
});
