import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { judgeCda, readinessFor, type CdaVerdict, type NamedXml } from '@ncp/conformance';
import { countryCode, instant } from '@ncp/domain';
import { decodePrescription } from '@ncp/fhir';
import { prescriptionIdOf, type PrescriptionAction } from '@ncp/simulator';
import { openRecords, rowOf, startGatewayWorld, startTestPostgres, type GatewayWorld, type PeerCode, type Records, type TestPostgres } from '@ncp/testkit';
import { look, personIn, type Offer, type Seen } from '../fixtures/abroad.js';
import { textAt } from '../fixtures/plain-fhir.js';
import { KEPT_AT_HOME, OFFERED } from '../fixtures/sample-offers.js';

/**
 * The sample world (decisions 4.1) as Finland, Denmark and Portugal see it over the wire, person by person; then every ePrescription
 * that can be offered at all, both levels, before the official judge.
 */

const COUNTRIES: readonly PeerCode[] = ['FI', 'DK', 'PT'];
const TWENTY_DAYS_MS = 20 * 86_400_000;
const inTwentyDays = (): Date => new Date(Date.now() + TWENTY_DAYS_MS);

describe('the sample world, seen from abroad', () => {
  let postgres: TestPostgres;
  let world: GatewayWorld;
  let later: GatewayWorld;
  let records: Records;

  beforeAll(async () => {
    postgres = await startTestPostgres();
    world = await startGatewayWorld({ gateway: 'inline', postgres });
    records = await openRecords(world);
    later = await startGatewayWorld({ gateway: 'inline', postgres, configure: (config) => { config['clock'] = inTwentyDays().toISOString(); } });
    later.nll.control.setClock(instant(inTwentyDays().toISOString()));
  }, 120_000);
  afterAll(async () => {
    await records.close();
    await later.stop();
    await world.stop();
    await postgres.stop();
  });

  const inEveryCountry = async (key: string, check: (seen: Seen, country: PeerCode) => void): Promise<void> => {
    for (const country of COUNTRIES) check(await look(world, key, country), country);
  };
  /** The record of the last exchange of that kind: what the peer was not told. */
  const lastRecord = async (transaction: string): Promise<{ readonly codes: readonly string[]; readonly rules: readonly string[] }> => {
    const [row] = await records.sql<{ codes: string[]; rules: string[] }>('select codes, rules from exchange where transaction = $1 order by received_at desc limit 1', [transaction]);
    return row ?? { codes: [], rules: [] };
  };
  const isFound = (seen: Seen, key: string): void => {
    const { family, given, birthDate, gender } = personIn(world, key);
    expect(seen.found).toEqual({ candidates: [expect.objectContaining({ family, given, birthDate, gender })] });
  };
  const isNotFound = (seen: Seen): void => {
    expect(seen.found).toMatchObject({ candidates: [], error: { code: 'ERROR_PI_NO_MATCH', reason: 'AnswerNotAvailable' } });
    expect(seen.listed).toMatchObject({ status: 'Failure', entries: [], errors: [{ code: '4701', severity: 'error' }] });
  };
  const isNothing = (seen: Seen): void => {
    expect(seen.listed).toMatchObject({ status: 'Success', entries: [], errors: [{ code: '1101', severity: 'warning' }] });
  };
  const only = (seen: Seen): Offer => {
    expect(seen.codes).toEqual([]);
    expect(seen.offers).toHaveLength(1);
    const [offer] = seen.offers;
    if (offer === undefined) throw new Error('nothing offered');
    expect(offer.facts.patient).toBe(seen.patient.extension);
    return offer;
  };
  const oneOffer = (key: string, facts: Partial<Offer['facts']>): Promise<void> => inEveryCountry(key, (seen) => {
    isFound(seen, key);
    expect(only(seen).facts).toMatchObject({ quantity: '1 1', ...facts });
  });
  /** Found, nothing listed, and the rules of the record say why. */
  const nothingBecauseOf = async (key: string, ...rules: readonly string[]): Promise<void> => {
    await inEveryCountry(key, (seen) => {
      isFound(seen, key);
      isNothing(seen);
    });
    expect((await lastRecord('ITI-38')).rules).toEqual(rules.map((rule, at) => `${prescriptionIdOf(key, at + 1)}:${rule}`));
  };
  const notFoundBecauseOf = async (key: string, code: string): Promise<void> => {
    for (const country of COUNTRIES) {
      isNotFound(await look(world, key, country));
      expect((await lastRecord('ITI-55')).codes).toEqual([code]);
    }
  };
  const effectsOf = (key: string): readonly { readonly status: string; readonly deducted: string }[] =>
    world.nll.control.effects().filter((one) => one.patientId === personIn(world, key).nationalId);
  const statusOf = (key: string): readonly (string | undefined)[] => world.nll.control.prescriptionsOf(key).map((one) => textAt(one, 'status'));

  describe('person by person', () => {
    beforeEach(() => { world.nll.control.reset(); });

    it('S01: one offer; 84 tablets deducted and completed; nothing left; discarded and offered again', async () => {
      await oneOffer('S01', {
        product: 'Amlodipin Krka', npl: '20060518000033', pack: '20060629100325', atc: 'C08CA01', strength: '5 mg', content: '100 {Tablet}', period: '1 d', dose: '1 {Tablet}',
        substitution: 'G', toThePatient: '1 tablett på morgonen. Mot högt blodtryck.',
      });
      const { ncp, patient, offers } = await look(world, 'S01', 'FI');
      const prepared = ncp.prepareDispensation(offers[0]?.level3 ?? new Uint8Array(), { packages: 1, packSize: '84' });
      expect((await ncp.dispense(patient, prepared)).answer).toEqual({ status: 'Success', errors: [] });
      expect(effectsOf('S01')).toMatchObject([{ status: 'completed', deducted: '84' }]);
      expect(statusOf('S01')).toEqual(['completed']);
      isNothing(await look(world, 'S01', 'FI'));
      expect((await ncp.discard(patient, prepared)).answer).toEqual({ status: 'Success', errors: [] });
      expect(effectsOf('S01')).toMatchObject([{ status: 'entered-in-error', deducted: '0' }]);
      only(await look(world, 'S01', 'FI'));
    });

    it('S02: nothing today, for the interval has not passed (E15)', () => nothingBecauseOf('S02', 'E15'));

    it('S03: three offers, the second without substitution; each is dispensed alone', async () => {
      await inEveryCountry('S03', (seen) => {
        isFound(seen, 'S03');
        expect(seen.codes).toEqual([]);
        expect(seen.offers.map(({ facts }) => [facts.product, facts.content, facts.quantity, facts.substitution])).toEqual([
          ['Enalapril Krka', '250 {Tablet}', '1 1', 'G'], ['Simvastatin Teva', '100 {Tablet}', '1 1', 'N'], ['Levaxin', '100 {Tablet}', '1 1', 'G'],
        ]);
      });
      const { ncp, patient, offers } = await look(world, 'S03', 'DK');
      for (const [at, { level3 }] of offers.entries()) {
        expect((await ncp.dispense(patient, ncp.prepareDispensation(level3, { packages: 1 }))).answer).toEqual({ status: 'Success', errors: [] });
        expect(statusOf('S03')).toEqual([0, 1, 2].map((one) => (one <= at ? 'completed' : 'active')));
        expect((await look(world, 'S03', 'DK')).offers).toHaveLength(2 - at);
      }
    });

    it('S04: one offer of what is left; three packs at once are recorded, and flagged', async () => {
      expect(decodePrescription(world.nll.control.prescriptionsOf('S04')[0] ?? {}).prescription.remainingQuantity?.value).toBe('272');
      await oneOffer('S04', { product: 'Furix', content: '100 {Tablet}', toThePharmacist: expect.stringContaining('1 of 2 remaining; only one may be dispensed now') as unknown as string });
      const { ncp, patient, offers } = await look(world, 'S04', 'PT');
      const prepared = ncp.prepareDispensation(offers[0]?.level3 ?? new Uint8Array(), { packages: 3 });
      expect((await ncp.dispense(patient, prepared)).answer).toMatchObject({ status: 'Success', errors: [{ code: 'WARNING_ED_GENERIC', severity: 'warning' }] });
      expect(effectsOf('S04').map(({ deducted }) => deducted)).toEqual(['28', '300']);
      expect((await rowOf(await world.store(), countryCode('PT'), prepared.id))?.flags).toEqual(['OVER_QUANTITY', 'EXCEEDS_REMAINING']);
    });

    it('S05: tapering is told in words, with an unknown period and no dose', () => oneOffer('S05', {
      product: 'Prednisolon Alternova', period: 'UNK', dose: undefined,
      toThePatient: [
        '4 tabletter på morgonen i 5 dagar', 'därefter 3 tabletter på morgonen i 5 dagar', 'därefter 2 tabletter på morgonen i 5 dagar', 'därefter 1 tablett på morgonen i 5 dagar',
        // No code says it, so that a reader abroad has the sentences alone; the mark tells that no person wrote them.
        '(skapad ur den strukturerade doseringen / generated from the structured dosage)',
        '4 tabletter en gång per dag, på morgonen, i 5 dagar.', ...[3, 2].map((count) => `Därefter ${String(count)} tabletter en gång per dag, på morgonen, i 5 dagar.`), 'Därefter 1 tablett en gång per dag, på morgonen, i 5 dagar.',
        '4 tablets once a day, in the morning, for 5 days.', ...[3, 2].map((count) => `Then ${String(count)} tablets once a day, in the morning, for 5 days.`), 'Then 1 tablet once a day, in the morning, for 5 days.',
      ].join('\n'),
    }));

    it('S06: free text, and a pack of 100 g', () => oneOffer('S06', {
      product: 'Hydrokortison CCS', strength: '10 mg/g', content: '100 g', period: 'UNK', dose: undefined,
      toThePatient: 'Smörjes tunt på utslagen 1-2 gånger dagligen i högst två veckor. Mot eksem.',
    }));

    it('S07: two substances, each with its own strength and never one sum', () => oneOffer('S07', {
      product: 'Symbicort Turbuhaler', strength: '160 mikrogram/4,5 mikrogram/inhalation', ingredients: ['160 ug / 1 {Actuation}', '4.5 ug / 1 {Actuation}'],
      content: '120 {Actuation}', period: '12 h', dose: '1 {Actuation}',
    }));

    it('S08: found, nothing offered: narcotic (E06)', () => nothingBecauseOf('S08', 'E06'));
    it('S09: found, nothing offered: dose bags (E09)', () => nothingBecauseOf('S09', 'E09'));
    it('S10: found, nothing offered: licence product and extempore (E07, E08)', () => nothingBecauseOf('S10', 'E07', 'E08'));
    it('S11: found, nothing offered: expired yesterday (E13)', () => nothingBecauseOf('S11', 'E13'));

    it('S12: one of two is offered, and nothing hints at the blocked one (E16)', async () => {
      await inEveryCountry('S12', (seen) => {
        isFound(seen, 'S12');
        expect(only(seen).facts).toMatchObject({ product: 'Alvedon', quantity: '1 1' });
        for (const hint of ['Sertralin', 'sertralin', 'N06AB06', '20060510000048', '20060626100182', '070323', prescriptionIdOf('S12', 1), 'spärr', 'E16']) expect(seen.wire).not.toContain(hint);
      });
      await look(world, 'S12', 'FI');
      const rules = await records.sql<{ rules: string[] }>(`select rules from exchange where transaction = 'ITI-38' order by received_at desc limit 1`);
      expect(rules[0]?.rules).toEqual([`${prescriptionIdOf('S12', 1)}:E16`]);
    });

    it('S13: found, nothing offered: addressed to one Swedish pharmacy (E12)', () => nothingBecauseOf('S13', 'E12'));

    it('S14: not found anywhere without consent, and a list that is asked for all the same is refused', () => notFoundBecauseOf('S14', 'NCP_CONSENT_NONE'));

    it('S15: offered in Finland, not found in Denmark and Portugal', async () => {
      await inEveryCountry('S15', (seen, country) => {
        if (country !== 'FI') return isNotFound(seen);
        isFound(seen, 'S15');
        expect(only(seen).facts).toMatchObject({ product: 'Omeprazol Teva', quantity: '1 1' });
      });
      expect((await lastRecord('ITI-55')).codes).toEqual(['NCP_CONSENT_COUNTRY']);
    });

    it('S16: not found, and only the record says protected', async () => {
      await notFoundBecauseOf('S16', 'NCP_PI_PROTECTED');
      expect((await look(world, 'S16', 'FI')).wire).not.toMatch(/PROTECTED|protected/);
    });

    it('S17: not found, deceased', () => notFoundBecauseOf('S17', 'NCP_PI_INACTIVE'));

    it('S18: not found; offered once a guardian consents', async () => {
      await notFoundBecauseOf('S18', 'NCP_PI_MINOR');
      world.nll.control.grantConsent('S18', { category: 'cross-border-eprescription', byGuardian: true });
      await oneOffer('S18', { product: 'Amoxicillin Sandoz', content: '100 mL', period: '8 h', dose: '5 mL' });
    });

    it('S19: found by her own number only, nothing registered, and never mixed with her namesake', async () => {
      const [alma, other] = [personIn(world, 'S01'), personIn(world, 'S19')];
      await inEveryCountry('S19', (seen) => {
        isFound(seen, 'S19');
        isNothing(seen);
        expect(seen.wire).not.toContain(alma.id);
        expect(seen.wire).not.toContain('Amlodipin');
      });
      const wrong = await world.peer('FI').identify({ root: other.root, extension: other.id }, alma.birthDate);
      expect(wrong.answer).toMatchObject({ candidates: [], error: { code: 'ERROR_PI_NO_MATCH' } });
      expect((await lastRecord('ITI-55')).codes).toEqual(['NCP_PI_BIRTHDATE']);
      await look(world, 'S01', 'FI');
      const store = await world.store();
      const named = new Set<string>();
      for await (const { sequence } of store.audit.leaves()) {
        const event = await store.audit.event(sequence);
        const told = new TextDecoder().decode(event?.xml ?? new Uint8Array());
        if (told.includes(alma.id)) named.add('S01');
        if (told.includes(other.id)) named.add('S19');
        expect(told.includes(alma.id) && told.includes(other.id)).toBe(false);
      }
      expect(named).toEqual(new Set(['S01', 'S19']));
    });
  });

  it('S02: twenty days later one offer, the first of three that remain', async () => {
    for (const country of COUNTRIES) {
      const seen = await look(later, 'S02', country, inTwentyDays);
      expect(only(seen).facts).toMatchObject({
        product: 'Metformin Actavis', content: '400 {Tablet}', quantity: '1 1', period: '12 h', dose: '2 {Tablet}',
        toThePharmacist: expect.stringContaining('1 of 3 remaining; only one may be dispensed now'),
      });
    }
  });

  const { ready, note } = readinessFor('cda-samples', 'cda-check', 'python3', 'xmllint', 'java');
  (ready ? describe : describe.skip)(`every ePrescription that can be offered, before the official judge${note}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'ncp-sample-documents-'));
    let verdicts: ReadonlyMap<string, CdaVerdict> = new Map();
    const offered = new Map<string, readonly string[]>();

    beforeAll(async () => {
      world.nll.control.reset();
      openEveryDoor(world);
      const documents: NamedXml[] = [];
      const keep = async (from: GatewayWorld, key: string, now?: () => Date): Promise<void> => {
        const { ncp, offers } = await look(from, key, 'FI', now);
        offered.set(key, offers.map(({ facts }) => facts.product));
        for (const [at, { level3, level1 }] of offers.entries()) {
          const name = `${key}-${String(at + 1)}`;
          const { document } = ncp.prepareDispensation(level3, { packages: 1 });
          documents.push({ name: `${name}-ep-l3`, xml: level3 }, { name: `${name}-ep-l1`, xml: level1 }, { name: `${name}-ed-l3`, xml: document });
        }
      };
      for (const { key } of world.nll.control.persons()) if (key !== 'S02') await keep(world, key);
      await keep(later, 'S02', inTwentyDays);
      verdicts = await judgeCda(folder, documents);
    }, 180_000);
    afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

    it('whatever the list holds is offered, except what the rules keep in Sweden', () => {
      expect(Object.fromEntries([...offered].filter(([, products]) => products.length > 0))).toEqual(OFFERED);
      const held = world.nll.control.persons().flatMap(({ key }) => world.nll.control.prescriptionsOf(key).slice(OFFERED[key]?.length ?? 0).map(() => key));
      expect(held).toEqual(KEPT_AT_HOME);
    });

    it.each(Object.entries(OFFERED).flatMap(([key, products]) => products.map((product, at) => [key, product, at + 1] as const)))('%s %s: level 3, level 1 and the eDispensation that answers it are valid by schema and rules', (key, _product, number) => {
      for (const kind of ['ep-l3', 'ep-l1', 'ed-l3']) {
        const name = `${key}-${String(number)}-${kind}`;
        expect(verdicts.get(name)).toEqual({ name, kind, schemaMessages: [], errors: [], warnings: [] });
      }
    });
  });
});

/** What a person, a guardian or a pharmacy can change is changed so that it no longer stands in the way. */
function openEveryDoor({ nll: { control } }: GatewayWorld): void {
  for (const { key } of control.persons()) control.grantConsent(key, { category: 'cross-border-eprescription', byGuardian: true });
  const opened: readonly (readonly [key: string, row: number, action: PrescriptionAction])[] = [['S12', 1, 'unblock'], ['X01', 1, 'activate'], ['X06', 1, 'unlock']];
  for (const [key, row, action] of opened) control.prescription(prescriptionIdOf(key, row), action);
}
