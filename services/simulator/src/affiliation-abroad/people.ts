import type { AbroadCountry } from './countries.js';
import type { AbroadPatient, PrescriptionPlan } from './documents/plan.js';
import { AMLODIPINE, daily, ENALAPRIL, FUROSEMIDE, INSULIN, LEVOTHYROXINE, METFORMIN, OMEPRAZOLE, PARACETAMOL, ROUTES, SIMVASTATIN, SIMVASTATIN_PT, UNKNOWN_FORM } from './documents/sample-products.js';

/** What becomes of a dispensation of this prescription. */
export type DispenseManner = 'accept' | 'refuse-4106' | 'defer-once';

/** An error list entry that comes with a document. */
export interface RetrieveNotice {
  readonly code: string;
  readonly severity: 'Error' | 'Warning';
  readonly context: string;
}

export interface PlannedPrescription {
  readonly plan: PrescriptionPlan;
  readonly manner?: DispenseManner;
  readonly notice?: RetrieveNotice;
}

/** Somebody of the sample world, with what is prescribed at the start. */
export interface AbroadPerson {
  readonly patient: AbroadPatient;
  /** Returned beside the person when she is looked up. */
  readonly doubles?: readonly AbroadPatient[];
  readonly prescriptions: readonly PlannedPrescription[];
  readonly summary?: 'clean' | 'many-errors';
  readonly situation: string;
}

const root = { FI: '1.2.246.21', DK: '1.2.208.176.1.2', PT: '2.16.620.1.101.10.1.1' } as const;
const person = (country: AbroadCountry['code'], key: string, number: string, who: Omit<AbroadPatient, 'key' | 'id'>): AbroadPatient => ({ key, id: { root: root[country], extension: number }, ...who });
const plan = (product: PrescriptionPlan['product'], dose: PrescriptionPlan['dose'], more: Partial<PrescriptionPlan> = {}): PrescriptionPlan =>
  ({ product, dose, route: ROUTES.oral, packages: 1, substitution: 'G', pharmacistNote: '-', ...more });

const FINLAND: readonly AbroadPerson[] = [
  {
    patient: person('FI', 'F1', '150385-9035', { given: ['Aino'], family: 'Näytetty-Esimerkki', gender: 'F', birthDate: '19850315', city: 'Turku' }),
    prescriptions: [{ plan: plan(INSULIN, { ...daily('12', '12 yksikköä ihon alle iltaisin', 1, '[IU]') }, { route: ROUTES.subcutaneous, awkward: { namelessAuthenticator: true } }) }],
    situation: 'nested packs: 5 pens of 3 mL; no name of the legal authenticator',
  },
  {
    patient: person('FI', 'F2', '020274-915H', { given: ['Eero'], family: 'Toisto', gender: 'M', birthDate: '19740202', city: 'Oulu' }),
    prescriptions: [{ plan: plan(METFORMIN, daily('1', '1 tabletti kahdesti päivässä ruokailun yhteydessä', 2), { awkward: { repeats: 2, lastDispensingDay: true }, pharmacistNote: 'Uudistetaan kaksi kertaa' }) }],
    situation: 'repeatNumber 2; the high of the period is the last dispensing day',
  },
  {
    patient: person('FI', 'FI1', '101080-921V', { given: ['Helmi', 'Maria'], family: 'Tavallinen', gender: 'F', birthDate: '19801010', city: 'Tampere' }),
    prescriptions: [{ plan: plan(AMLODIPINE, daily('1', '1 tabletti aamuisin')) }], summary: 'clean',
    situation: 'an ordinary prescription and a clean patient summary',
  },
];

const DANISH = { parentIsPrescription: true, patientInTitle: true } as const;
const DENMARK: readonly AbroadPerson[] = [
  {
    patient: person('DK', 'F3', '0101901234', { given: ['Karen'], family: 'Prøvesen', gender: 'F', birthDate: '19900101', city: 'Aarhus' }),
    prescriptions: [{ plan: plan(SIMVASTATIN, daily('1', '1 tablet til natten'), { awkward: { ...DANISH, epsosProduct: true } }) }],
    situation: 'product names of W5; document ids with L3 and no dot; the parent document is the prescription',
  },
  {
    patient: person('DK', 'F4', '0202802345', { given: ['Åge'], family: 'Låst', gender: 'M', birthDate: '19800202', city: 'Odense' }),
    prescriptions: [{ plan: plan(ENALAPRIL, daily('1', '1 tablet daglig'), { awkward: DANISH }), manner: 'refuse-4106' }],
    situation: 'the dispensation is refused: already dispensed',
  },
  {
    patient: person('DK', 'F8', '0303703456', { given: ['Ida'], family: 'Resumé', gender: 'F', birthDate: '19700303', city: 'Esbjerg' }),
    prescriptions: [], summary: 'many-errors',
    situation: 'a patient summary with 40 rule errors, products of W3, known absence by SNOMED CT',
  },
  {
    patient: person('DK', 'DK1', '0504753456', { given: ['Freja'], family: 'Almindelig', gender: 'F', birthDate: '19750405', city: 'Aalborg' }),
    prescriptions: [{ plan: plan(OMEPRAZOLE, daily('1', '1 kapsel daglig', 1, '{Capsule}'), { awkward: { ...DANISH, prefix: 'n1' } }) }],
    situation: 'an ordinary prescription, its elements with a prefix',
  },
];

const PORTUGAL: readonly AbroadPerson[] = [
  {
    patient: person('PT', 'F5', '999990009', { given: ['João'], family: 'Múltiplo', gender: 'M', birthDate: '19610707', city: 'Porto' }),
    doubles: [{ key: 'F5b', id: { root: `${root.PT}.2`, extension: '999990009-2' }, given: ['João', 'Filipe'], family: 'Múltiplo', gender: 'M', birthDate: '19890707', city: 'Braga' }],
    prescriptions: [{ plan: plan(PARACETAMOL, daily('1', '1 comprimido de 8 em 8 horas', 3), { packages: 2 }) }],
    situation: 'two candidates in an answer that says AE',
  },
  {
    patient: person('PT', 'F6', '999990017', { given: ['Maria'], family: 'Sem-Tradução', gender: 'F', birthDate: '19550808', city: 'Coimbra' }),
    prescriptions: [
      {
        plan: plan(UNKNOWN_FORM, { low: '0', high: '1', unit: '{Tablet}', period: { value: '8', unit: 'h' }, instruction: '1 comprimido em SOS, até 3 por dia' }),
        notice: { code: '2502', severity: 'Warning', context: 'The designation of the pharmaceutical form was not found' },
      },
      { plan: plan(FUROSEMIDE, daily('1', '1 comprimido de manhã')), notice: { code: '4503', severity: 'Error', context: 'The concept was not found in the master catalogue' } },
    ],
    situation: 'one document with an unknown form code and a warning, one with an error beside it',
  },
  {
    patient: person('PT', 'F7', '999990025', { given: ['Rui'], family: 'Lento', gender: 'M', birthDate: '19480909', city: 'Faro' }),
    prescriptions: [{ plan: plan(LEVOTHYROXINE, daily('1', '1 comprimido em jejum')), manner: 'defer-once' }],
    situation: 'the dispensation is answered late and with 2201, then with Success',
  },
  {
    patient: person('PT', 'PT1', '999990033', { given: ['Inês'], family: 'Comum', gender: 'F', birthDate: '19921212', city: 'Évora' }),
    prescriptions: [{ plan: plan(SIMVASTATIN_PT, daily('1', '1 comprimido à noite'), { substitution: 'N' }) }],
    situation: 'an ordinary prescription that may not be substituted',
  },
];

/** The people of a country (decisions 4.2), and one more in each for tests at large. All fictional. */
export const ABROAD_PERSONS: Readonly<Record<AbroadCountry['code'], readonly AbroadPerson[]>> = { FI: FINLAND, DK: DENMARK, PT: PORTUGAL };
