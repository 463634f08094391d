import type { CountryCode } from '@ncp/domain';
import { storableConcept, storableTerm, type Catalogue, type MissingTerm } from '@ncp/terminology';
import type { TerminologyGap } from '../ports/terminology-gaps.js';
import type { ReadingGap } from '../treatment/reading/reading-context.js';

/** Numbers that make keys unique say nothing about the field: `dosage.2.unit` is `dosage.unit`. */
const INDEX = /\.\d+(?=\.|$)/g;
const MAX_FIELD = 128;

/** Country A: terms of Swedish records that did not become pivot codes, as the report keeps them. */
export const gapsOfMissing = (catalogue: Catalogue, country: CountryCode, terms: readonly MissingTerm[]): readonly TerminologyGap[] =>
  terms.map((term) => ({ ...storableTerm(catalogue, term), release: term.gap.release, field: term.field, reason: term.gap.reason, country }));

/** Country B: codes of a foreign document that have no Swedish text, as the report keeps them. */
export const gapsOfReading = (catalogue: Catalogue, country: CountryCode, gaps: readonly ReadingGap[]): readonly TerminologyGap[] =>
  gaps.map(({ code, codeSystem, key, release }) => ({
    ...storableConcept(catalogue, { code, codeSystem }), release, field: key.replaceAll(INDEX, '').slice(0, MAX_FIELD), reason: 'no-swedish', country,
  }));
