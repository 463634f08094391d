import { compareDates } from '../calendar.js';
import { consentRefusal, personRefusal } from '../person-rules.js';
import type { Article } from '../product.js';
import {
  chainOf, lastDayOfWeakBasis, lastValidDay, nextDispenseDay, offeredPackages, prescriptionConsent, type OfferFacts,
} from './facts.js';

/**
 * This file decides whether a Swedish prescription is offered abroad (sweden-national 7.1, decisions O2).
 *
 * The rules are read from top to bottom and the first that denies ends the matter; its id goes into our records and its
 * reason to the patient, never to a peer (decisions D23). To change what Sweden excludes, change this table.
 */
export const RULE_IDS = [
  'E01', 'E02', 'E03', 'G23', 'E04', 'E05', 'E06', 'E07', 'E08', 'E09', 'E10', 'E11', 'E12', 'E13', 'E14', 'E15', 'E16',
  'E17', 'E18', 'E19',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

export interface Rule {
  readonly id: RuleId;
  readonly subject: string;
  readonly deny: (facts: OfferFacts) => boolean;
  readonly reason: { readonly sv: string; readonly en: string };
}

/** A rule over the article. Without an article it denies, should it ever be asked: G23 comes first. */
const ofArticle =
  (deny: (article: Article, facts: OfferFacts) => boolean) =>
  (facts: OfferFacts): boolean =>
    facts.article === undefined || deny(facts.article, facts);

export const DISPENSABILITY_RULES: readonly Rule[] = [
  {
    id: 'E01',
    subject: 'consent',
    deny: (facts) => consentRefusal(prescriptionConsent(facts)) !== undefined,
    reason: {
      sv: 'Patienten har inte samtyckt till att recept lämnas ut i det landet.',
      en: 'The patient has not consented to dispensing in that country.',
    },
  },
  {
    id: 'E02',
    subject: 'person',
    deny: (facts) => personRefusal(facts.patient, prescriptionConsent(facts), facts.policy) !== undefined,
    reason: {
      sv: 'Uppgifter om personen lämnas inte ut till andra länder.',
      en: 'Information about the person is not released to other countries.',
    },
  },
  {
    id: 'E03',
    subject: 'format',
    // A status or modifier we do not understand may turn the meaning of everything else around (G22, CDA-05).
    deny: ({ prescription }) =>
      prescription.status !== 'active' || prescription.format !== 'electronic' || prescription.notUnderstood.length > 0,
    reason: {
      sv: 'Receptet är inte ett aktivt elektroniskt recept.',
      en: 'The prescription is not an active electronic prescription.',
    },
  },
  {
    id: 'G23',
    subject: 'article',
    deny: ({ article }) => article === undefined,
    reason: {
      sv: 'Artikeln finns inte i produktregistret.',
      en: 'The article is not in the product register.',
    },
  },
  {
    id: 'E04',
    subject: 'article type',
    deny: ofArticle(({ kind }) => kind !== 'medicinal-product' && kind !== 'technical-spirit'),
    reason: {
      sv: 'Handelsvaror och livsmedel lämnas inte ut i andra länder.',
      en: 'Merchandise and food are not dispensed in other countries.',
    },
  },
  {
    id: 'E05',
    subject: 'technical spirit',
    deny: ofArticle(({ kind }) => kind === 'technical-spirit'),
    reason: {
      sv: 'Teknisk sprit lämnas inte ut i andra länder.',
      en: 'Technical spirit is not dispensed in other countries.',
    },
  },
  {
    id: 'E06',
    subject: 'controlled',
    deny: ofArticle(({ controlled, narcoticClass }) => controlled || narcoticClass !== undefined),
    reason: {
      sv: 'Särskilda läkemedel, till exempel narkotika, lämnas inte ut i andra länder.',
      en: 'Special medicines, narcotics for example, are not dispensed in other countries.',
    },
  },
  {
    id: 'E07',
    subject: 'licence',
    deny: ofArticle(({ authorisation }) => authorisation !== 'approved' && authorisation !== 'extempore'),
    reason: {
      sv: 'Läkemedlet är inte godkänt för försäljning, eller säljs på licens.',
      en: 'The medicine has no marketing authorisation, or is sold under licence.',
    },
  },
  {
    id: 'E08',
    subject: 'extempore',
    deny: ofArticle(({ authorisation }) => authorisation === 'extempore'),
    reason: {
      sv: 'Läkemedlet tillverkas särskilt på ett svenskt apotek.',
      en: 'The medicine is made specially at a Swedish pharmacy.',
    },
  },
  {
    id: 'E09',
    subject: 'multi-dose',
    deny: ({ prescription }) => prescription.dosePackaging,
    reason: {
      sv: 'Läkemedlet lämnas ut i dospåsar.',
      en: 'The medicine is dispensed in multi-dose bags.',
    },
  },
  {
    id: 'E10',
    subject: 'veterinary',
    deny: ofArticle(({ veterinary }) => veterinary),
    reason: {
      sv: 'Läkemedlet är för djur.',
      en: 'The medicine is for animals.',
    },
  },
  {
    id: 'E11',
    subject: 'restriction',
    deny: ofArticle(({ dispensingRestriction }) => dispensingRestriction !== undefined),
    reason: {
      sv: 'Läkemedlet får bara lämnas ut till vissa mottagare.',
      en: 'The medicine may only be dispensed to certain recipients.',
    },
  },
  {
    id: 'E12',
    subject: 'addressed',
    deny: ({ prescription }) => prescription.receivingPharmacy !== undefined,
    reason: {
      sv: 'Receptet är ställt till ett visst svenskt apotek.',
      en: 'The prescription is addressed to one Swedish pharmacy.',
    },
  },
  {
    id: 'E13',
    subject: 'validity',
    deny: ({ prescription, today }) => {
      const { start } = prescription.validity;
      const notYet = start !== undefined && compareDates(today, start) < 0;
      return notYet || compareDates(today, lastValidDay(prescription)) > 0;
    },
    reason: {
      sv: 'Receptet är inte giltigt i dag.',
      en: 'The prescription is not valid today.',
    },
  },
  {
    id: 'E14',
    subject: 'remaining',
    // No uttag or no quantity left. Less than one whole package, or an amount nobody can tell, is nothing to offer (D32).
    deny: ofArticle((article, { prescription }) => offeredPackages(prescription, article) < 1),
    reason: {
      sv: 'Det finns inget uttag kvar på receptet.',
      en: 'Nothing remains to be dispensed on the prescription.',
    },
  },
  {
    id: 'E15',
    subject: 'interval',
    deny: ({ prescription, today, policy }) => {
      if (policy.interval === 'warn') return false;
      const next = nextDispenseDay(prescription);
      return next === 'unknown' || (next !== undefined && compareDates(today, next) < 0);
    },
    reason: {
      sv: 'Det är för tidigt för nästa uttag.',
      en: 'It is too early for the next dispensation.',
    },
  },
  {
    id: 'E16',
    subject: 'block',
    // Nobody abroad can lift a block, so it holds for the whole chain and there is no override (sweden-national 1.5).
    deny: (facts) => chainOf(facts).some(({ blocked }) => blocked),
    reason: {
      sv: 'Receptet är spärrat.',
      en: 'The prescription is blocked.',
    },
  },
  {
    id: 'E17',
    subject: 'product',
    // Form and strength degrade to text; a product without ATC and without name cannot be understood at all.
    deny: ofArticle(
      ({ atc, name }, { prescription }) =>
        atc === undefined && prescription.article.atc === undefined && name.trim() === '',
    ),
    reason: {
      sv: 'Läkemedlet kan inte beskrivas så att ett apotek i ett annat land förstår det.',
      en: 'The medicine cannot be described so that a pharmacy in another country understands it.',
    },
  },
  {
    id: 'E18',
    subject: 'lock',
    deny: ({ prescription, holds }) => prescription.lockedByPharmacy || holds,
    reason: {
      sv: 'Receptet expedieras just nu, eller ett tidigare uttag är inte utrett.',
      en: 'The prescription is being dispensed, or an earlier dispensation is not settled.',
    },
  },
  {
    id: 'E19',
    subject: 'telephone or paper basis',
    deny: ({ prescription, today }) => {
      const lastDay = lastDayOfWeakBasis(prescription);
      return lastDay !== undefined && compareDates(today, lastDay) > 0;
    },
    reason: {
      sv: 'Recept som lämnats per telefon eller på papper gäller två veckor.',
      en: 'A prescription given by telephone or on paper is valid for two weeks.',
    },
  },
];
