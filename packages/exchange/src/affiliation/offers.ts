import { NcpError, assessOffer, type Article, type Offer, type OfferFacts, type Prescription } from '@ncp/domain';
import type { TreatmentContext } from './context.js';
import { todayOf, type KnownPerson } from './person.js';

/** One prescription, held against the rules: offered with its article, or kept at home with the rule's id. */
export type Assessed =
  | { readonly offered: true; readonly offer: Offer; readonly article: Article }
  | { readonly offered: false; readonly prescription: Prescription; readonly rule: string };

/**
 * Holds every given prescription against E01-E19 on present data (decisions D30). Articles are read once per pack.
 * @throws NcpError NCP_NATIONAL_* (WRONG_PATIENT when the list answers about somebody else: nothing is released)
 */
export async function assessPrescriptions(
  context: TreatmentContext, person: KnownPerson, all: readonly Prescription[], wanted: readonly Prescription[] = all,
): Promise<readonly Assessed[]> {
  if (all.some((p) => p.patientNationalId !== person.patient.nationalId)) throw new NcpError('NCP_NATIONAL_WRONG_PATIENT');
  const articles = await readArticles(context, person, wanted);
  const holds = await context.gateway.ledger.holdsOn(wanted.map((p) => p.id));
  return wanted.map((prescription) => {
    const article = articles.get(prescription.article.nplPackId ?? '');
    const facts = offerFacts(context, person, { prescription, all, holds: holds.has(prescription.id), article });
    const assessment = assessOffer(facts);
    return assessment.offered && article !== undefined
      ? { offered: true, offer: { prescription, packages: assessment.packages }, article }
      : { offered: false, prescription, rule: assessment.offered ? 'G23' : assessment.rule };
  });
}

interface Subject {
  readonly prescription: Prescription;
  readonly all: readonly Prescription[];
  readonly holds: boolean;
  readonly article: Article | undefined;
}

/** The facts of one prescription, as the rules want them. */
const offerFacts = (context: TreatmentContext, person: KnownPerson, subject: Subject): OfferFacts => ({
  prescription: subject.prescription,
  ...(subject.article === undefined ? {} : { article: subject.article }),
  patient: person.patient,
  consents: person.consents,
  country: context.peer.country,
  today: todayOf(context),
  holds: subject.holds,
  allPrescriptions: subject.all,
  policy: context.gateway.policy.rules,
});

/** The register's facts of each pack that is prescribed, read once a pack. @throws NcpError NCP_NATIONAL_* */
export async function readArticles(context: TreatmentContext, person: KnownPerson, wanted: readonly Pick<Prescription, 'article'>[]): Promise<ReadonlyMap<string, Article>> {
  const packs = [...new Set(wanted.flatMap((p) => (p.article.nplPackId === undefined ? [] : [p.article.nplPackId])))];
  const found = await Promise.all(packs.map(async (pack) => [pack, await context.gateway.national.article(pack, person.call)] as const));
  return new Map(found.flatMap(([pack, article]) => (article === undefined ? [] : [[pack, article] as const])));
}
