import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { materialIn, readinessFor, readMaterial } from '@ncp/conformance';
import { instant } from '@ncp/domain';
import { LOCAL_EXTENSIONS, NLL_EXTENSIONS, writeFhirJson, type FhirObject } from '@ncp/fhir';
import type { RegistryAnswer } from '@ncp/ihe';
import { refreshedDispensation, startGatewayWorld, type GatewayWorld, type Identifier, type PeerCode } from '@ncp/testkit';
import { personOf, prescriptionOf } from '../fixtures/peer-cast.js';

/**
 * eDispensations as other countries really write them, told about a prescription of the sample world and reported over the wire.
 * What must stand in the national list is what a person reads in the file.
 */

const { ready, note } = readinessFor('cda-samples', 'messages');

interface Recorded {
  /** Whose prescription, and which of hers. */
  readonly to: readonly [key: string, row: number];
  readonly packages: number;
  /** In all packs, with the unit as the list has it. */
  readonly quantity: readonly [value: number, unit: string];
  readonly deducted: number;
  /** Why that much, where it is not the quantity. */
  readonly because?: string;
  readonly product: string;
  readonly codes: readonly string[];
  readonly substituted?: true;
  readonly warnings?: readonly string[];
  /** The offset in which the file gives the time of hand-over; Brussels' where it gives none. */
  readonly zone?: string;
}
interface Refused {
  readonly to: readonly [key: string, row: number];
  readonly refused: string;
  readonly because: string;
}

const ALVEDON = ['S12', 2] as const;
const ENALAPRIL = ['S03', 1] as const;
const METFORMIN = ['X08', 2] as const;
const KAVEPENIN = ['X08', 6] as const;

/** One pack of ten times ten Swedish tablets of another Alvedon than the prescribed one: an exchange, flagged or not. */
const SWEDISH: Recorded = {
  to: ALVEDON, packages: 1, quantity: [100, 'styck'], deducted: 100, substituted: true, zone: '+02:00',
  product: 'Alvedon 500 mg Film-coated tablet', codes: ['19990712000085', '20030804000012', 'N02BE01'],
};

/** By the name of the file without what says which folder it is in. */
const FILES: Readonly<Record<string, Recorded | Refused>> = {
  'CzRequest1.xml': { to: ALVEDON, packages: 1, quantity: [100, 'styck'], deducted: 100, product: 'Pinex 500 mg', codes: ['N02BE01', '56232'], zone: 'Z' },
  'CzRequest3.xml': {
    to: METFORMIN, packages: 1, quantity: [100, 'styck'], deducted: 400, because: 'its strength text says nothing certain: one uttag',
    product: 'CORBILTA 100 (200MG/50MG/200MG) Film-coated tablet', codes: ['N04BA03', '0194691'], zone: '+02:00',
  },
  'PlRequest1.xml': {
    to: KAVEPENIN, packages: 1, quantity: [21, 'styck'], deducted: 30, because: 'two substances against one: one uttag',
    product: 'Asubtela 3 mg + 0,03 mg Film-coated tablet', codes: ['G03AA12', '100224877', '05909990773541'], zone: '+01:00',
  },
  'dispensation1.xml': {
    to: ENALAPRIL, packages: 1, quantity: [100, 'mL'], deducted: 250, because: 'millilitres against tablets: one uttag', substituted: true,
    product: 'test product', codes: ['C09AA02', '492285'], zone: '+02:00',
  },
  'dispensation_bad_1.xml': { to: ALVEDON, refused: 'ERROR_ED_GENERIC', because: 'minus one package' },
  'malta20250320dispensation.xml': {
    to: ALVEDON, packages: 1, quantity: [10, 'styck'], deducted: 100, because: 'a solution against tablets: one uttag', substituted: true,
    product: 'Paracetamol 10 mg/ml solution for infusion', codes: ['N02BE01', 'MA1277/02701'], zone: '+01:00',
  },
  'openncp-cda-edisp.xml': {
    to: ALVEDON, packages: 2, quantity: [200, 'styck'], deducted: 400, because: 'twice as strong', warnings: ['WARNING_ED_GENERIC'],
    product: 'Panodil® Forte', codes: ['549485'],
  },
  'neg-ed-no-infulfillmentof.xml': SWEDISH,
  'neg-ed-no-prescription-item-ref.xml': SWEDISH,
  'neg-ed-package-quantity-null.xml': { ...SWEDISH, quantity: [1, 'förpackning'], because: 'the pack says nothing of its content: one uttag' },
  'se-ed-l3-no-substitution.xml': SWEDISH,
  'se-ed-l3.xml': SWEDISH,
};
const ALIASES: Readonly<Record<string, string>> = { 'malta20250320.xml': 'malta20250320dispensation.xml' };

const expectedOf = (file: string): Recorded | Refused | undefined => {
  const name = file.replace(/^ed-(dk-)?/, '');
  return FILES[ALIASES[name] ?? name];
};

/** Each folder by another country: the same documents in the same minute from one country would be reported twice. */
const FOLDERS: readonly (readonly [folder: string, country: PeerCode])[] = [['cda-samples', 'FI'], ['messages/cda', 'PT'], ['cda-samples/synthetic', 'DK']];
const isDispensation = (file: string): boolean => /^(neg-)?ed-|^se-ed-/.test(file);

const titleOf = (expected: Recorded | Refused | undefined): string => {
  if (expected === undefined) return 'no expectation for this file';
  if ('refused' in expected) return `refused with ${expected.refused}: ${expected.because}`;
  const { packages, product, quantity: [value, unit], deducted, because } = expected;
  return `recorded: ${String(packages)} × ${product}, ${String(value)} ${unit}, ${String(deducted)} deducted${because === undefined ? '' : ` (${because})`}`;
};

(ready ? describe : describe.skip)(`eDispensations of other countries${note}`, () => {
  let world: GatewayWorld;
  beforeAll(async () => { world = await startGatewayWorld({ gateway: 'inline' }); }, 120_000);
  afterAll(async () => { await world.stop(); });
  beforeEach(() => { world.nll.control.reset(); });

  interface Sent {
    readonly answer: RegistryAnswer;
    readonly id: Identifier;
    readonly at: number;
  }
  const report = async (country: PeerCode, [key, row]: readonly [key: string, row: number], document: Uint8Array): Promise<Sent> => {
    const patient = personOf(world, key);
    const id = { root: '2.999.7', extension: randomUUID() };
    const prescription = prescriptionOf(key, row);
    const at = new Date();
    const refreshed = refreshedDispensation(document, { patient, documentId: id, prescription, item: prescription, at: instant(at.toISOString()) });
    return { answer: (await world.peer(country).dispense(patient, { id, document: refreshed })).answer, id, at: at.getTime() };
  };

  /** As plain JSON: what a reader of the list sees. */
  const plain = (resource: FhirObject): Readonly<Record<string, unknown>> => JSON.parse(writeFhirJson(resource)) as Readonly<Record<string, unknown>>;
  const uttagOf = (id: string | undefined): readonly Readonly<Record<string, unknown>>[] => world.nll.world.store.all('MedicationDispense').map(plain)
    .filter((one) => JSON.stringify(one['authorizingPrescription']).includes(`MedicationRequest/${id ?? '-'}/`));

  describe.each(FOLDERS)('%s, reported by %s', (folder, country) => {
    const files = ready ? materialIn(...folder.split('/')).filter(isDispensation) : [''];
    it.each(files.map((file) => [file, titleOf(expectedOf(file))] as const))('%s: %s', async (file) => {
      const expected = expectedOf(file);
      if (expected === undefined) throw new Error('no expectation for this file');
      const [key, row] = expected.to;
      const prescription = prescriptionOf(key, row).extension;
      const { answer, id, at } = await report(country, expected.to, readMaterial(...folder.split('/'), file));
      if ('refused' in expected) {
        expect(answer).toMatchObject({ status: 'Failure', errors: [{ code: expected.refused, severity: 'error' }] });
        expect(uttagOf(prescription)).toEqual([]);
        return;
      }
      expect(answer).toMatchObject({ status: 'Success', errors: (expected.warnings ?? []).map((code) => ({ code, severity: 'warning' })) });
      const [uttag, ...more] = uttagOf(prescription);
      expect(more).toEqual([]);
      expect(uttag).toMatchObject({
        status: 'completed',
        authorizingPrescription: [{ reference: `MedicationRequest/${prescription ?? ''}/_history/1` }],
        medicationCodeableConcept: { text: expect.stringMatching(new RegExp(`^${expected.product.replaceAll(/[()+]/g, '\\$&')}.* \\(${country}\\)$`)), coding: expected.codes.map((code) => expect.objectContaining({ code })) },
        quantity: { value: expected.quantity[0], unit: expected.quantity[1] },
        substitution: { wasSubstituted: expected.substituted === true },
      });
      expect(uttag?.['extension']).toEqual(expect.arrayContaining([
        { url: NLL_EXTENSIONS.packagesDispensed, valuePositiveInt: expected.packages },
        { url: NLL_EXTENSIONS.deductedQuantity, valueDecimal: expected.deducted },
        {
          url: LOCAL_EXTENSIONS.crossBorderDispensation,
          extension: expect.arrayContaining([
            { url: 'country', valueCode: country },
            { url: 'edDocumentId', valueIdentifier: { system: `urn:oid:${id.root}`, value: id.extension } },
          ]),
        },
      ]));
      const handedOver = String(uttag?.['whenHandedOver']);
      if (expected.zone !== undefined) {
        expect(handedOver.endsWith(expected.zone)).toBe(true);
        expect(Math.abs(Date.parse(handedOver) - at)).toBeLessThanOrEqual(1_000);
      } else {
        expect(handedOver.slice(11, 19)).toBe('00:00:00');
      }
    });
  });

  it('knows every file of the three folders', () => {
    const known = new Set(FOLDERS.flatMap(([folder]) => materialIn(...folder.split('/')).filter(isDispensation)).map((file) => file.replace(/^ed-(dk-)?/, '')).map((name) => ALIASES[name] ?? name));
    expect([...known].toSorted()).toEqual(Object.keys(FILES).toSorted());
  });
});
