import { article } from './article-facts.js';
import {
  asNeeded, clockTimes, every, freeText, INHALATION, once, perPeriod, RECTAL, SUBCUTANEOUS, subSteps, tapering, timesOfDay, TRANSDERMAL,
} from './dosage.js';
import type { PrescriptionFacts } from './prescription-facts.js';

interface Amount { readonly amount: string; readonly unit: string; readonly to?: string }
const tablet = (amount: string, to?: string): Amount => ({ amount, unit: 'tablett', ...(to === undefined ? {} : { to }) });
const units = (amount: string): Amount => ({ amount, unit: 'E' });
const morning = (words: string): PrescriptionFacts['dosage'] => timesOfDay(words, [['MORN', tablet('1')]]);
const recent = { authoredDaysAgo: 20 } as const;

/** Rules that S01-S19 do not show, one person each. */
const RULES: Readonly<Record<string, readonly PrescriptionFacts[]>> = {
  P05: [{ article: article('enalapril'), authoredDaysAgo: 50, allowed: 4, dosage: morning('1 tablett på morgonen.') }],
  X01: [
    { article: article('eliquis'), ...recent, status: 'on-hold', dosage: timesOfDay('1 tablett morgon och kväll.', [['MORN', tablet('1')], ['EVE', tablet('1'), '1 tablett på kvällen']]) },
    { article: article('omeprazol'), ...recent, format: 'PAPER', dosage: freeText('1 kapsel vid behov.') },
  ],
  X02: [
    { article: article('teststickor'), ...recent, dosage: freeText('För självtest enligt anvisning.') },
    { article: article('testmjol'), ...recent, dosage: freeText('Enligt dietists anvisning.') },
    { article: article('tekniskSprit'), ...recent, dosage: freeText('För rengöring av huden.') },
  ],
  X03: [
    { article: article('testvet'), ...recent, dosage: freeText('1 tablett dagligen till hunden.') },
    { article: article('testsjukhus'), ...recent, dosage: freeText('Ges av vårdpersonal.') },
    { article: article('testhormon'), ...recent, dosage: freeText('1 injektion varje kväll.') },
    { article: article('testavreg'), ...recent, dosage: morning('1 tablett dagligen.') },
  ],
  X04: [
    { article: article('kavepenin'), authoredDaysAgo: 3, endsInDays: 11, basis: 'TELEPHONE', dosage: perPeriod('1 tablett 3 gånger dagligen i 10 dagar. Mot halsfluss.', tablet('1'), 3, '1', 'd') },
    { article: article('naproxen'), authoredDaysAgo: 15, endsInDays: 5, basis: 'TELEPHONE', dosage: asNeeded('1 tablett vid behov, högst 2 per dygn.', tablet('1'), 2, tablet('2')) },
  ],
  X05: [
    // The first uttag was larger than prescribed: one is left, and nothing to dispense with it.
    { article: article('metformin'), allowed: 2, authoredDaysAgo: 100, dosage: morning('1 tablett på morgonen.'), past: [{ daysAgo: 60, packages: 2, quantity: '800' }] },
    { article: article('behepan'), authoredDaysAgo: 80, dosage: morning('1 tablett dagligen.'), past: [{ daysAgo: 70, packages: 1, quantity: '100' }] },
  ],
  X06: [{ article: article('folacin'), ...recent, locked: true, dosage: morning('1 tablett dagligen.') }],
  X07: [
    { article: article('namnlos'), ...recent, dosage: freeText('Enligt anvisning.') },
    { article: { ...article('duroferon'), npl: '20990606000013', pack: '20990606100010', name: 'Okändol' }, ...recent, unregistered: true, dosage: morning('1 tablett dagligen.') },
  ],
  X10: [
    { article: article('losartan'), ...recent, modifier: 'https://example.org/fhir/StructureDefinition/not-to-be-taken', dosage: morning('1 tablett på morgonen.') },
    { article: article('furix'), ...recent, label: 'OKANDMARKERING', dosage: morning('1 tablett på morgonen.') },
  ],
  X11: [{ article: article('omeprazol'), ...recent, dosage: freeText('1 kapsel på morgonen.') }],
  X12: [{ article: article('levaxin'), ...recent, dosage: morning('1 tablett på morgonen.') }],
  X13: [{ article: article('simvastatin'), ...recent, dosage: timesOfDay('1 tablett på kvällen.', [['EVE', tablet('1')]]) }],
};

/** Every row of the dosage table (sweden-national 5). */
const PATTERNS: readonly PrescriptionFacts[] = [
  { article: article('levaxin'), ...recent, dosage: timesOfDay('1 tablett vid lunch', [['NOON', tablet('1')]]) },
  { article: article('metformin'), ...recent, dosage: timesOfDay('2 tabletter på morgonen, 1 på eftermiddagen och 1 till natten', [['MORN', tablet('2')], ['AFT', tablet('1'), '1 tablett på eftermiddagen'], ['NIGHT', tablet('1'), '1 tablett till natten']]) },
  { article: article('omeprazol'), ...recent, dosage: timesOfDay('1 kapsel före frukost', [['ACM', { amount: '1', unit: 'kapsel' }]]) },
  { article: article('naproxen'), ...recent, dosage: timesOfDay('1 tablett efter maten', [['PC', tablet('1')]]) },
  { article: article('simvastatin'), ...recent, dosage: timesOfDay('1 tablett till sänggåendet', [['HS', tablet('1')]]) },
  { article: article('kavepenin'), ...recent, dosage: perPeriod('1 tablett 3 gånger dagligen', tablet('1'), 3, '1', 'd') },
  { article: article('folacin'), ...recent, dosage: perPeriod('1 tablett 2 gånger i veckan', tablet('1'), 2, '1', 'wk') },
  { article: article('amoxiclav'), ...recent, dosage: every('1 tablett var åttonde timme', tablet('1'), '8', 'h') },
  { article: article('estradot'), ...recent, dosage: every('1 plåster var tredje dag', { amount: '1', unit: 'plåster' }, '3', 'd', { route: TRANSDERMAL }) },
  { article: article('xarelto'), ...recent, dosage: clockTimes('1 tablett kl. 18', tablet('1'), ['18:00']) },
  { article: article('eliquis'), ...recent, dosage: clockTimes('1 tablett kl. 8 och kl. 20', tablet('1'), ['08:00', '20:00']) },
  { article: article('furix'), ...recent, dosage: clockTimes('1 tablett kl. 8 och kl. 14', tablet('1'), ['08:00', '14:00']) },
  { article: article('behepan'), ...recent, dosage: clockTimes('1 tablett på måndagar', tablet('1'), [], ['mon']) },
  { article: article('duroferon'), ...recent, dosage: clockTimes('1 tablett måndag, onsdag och fredag', tablet('1'), [], ['mon', 'wed', 'fri']) },
  { article: article('bricanyl'), ...recent, dosage: asNeeded('1-2 inhalationer vid behov, högst 12 per dygn', { amount: '1', unit: 'dos', to: '2' }, 6, { amount: '12', unit: 'dos' }, { route: INHALATION }) },
  { article: article('diklofenak'), ...recent, dosage: once('1 suppositorium en gång', { amount: '1', unit: 'suppositorium' }, undefined, { route: RECTAL }) },
  { article: article('betapred'), ...recent, dosage: tapering([['10 tabletter dag 1', tablet('10'), 1], ['därefter 4 tabletter på morgonen i 2 dagar', tablet('4'), 2], ['därefter 1 tablett på morgonen', tablet('1')]]) },
  { article: article('prednisolon'), ...recent, dosage: subSteps([['2 tabletter på morgonen i 2 dagar', tablet('2'), 2], ['1 tablett på morgonen i 2 dagar', tablet('1'), 2]]) },
  { article: article('lantus'), ...recent, dosage: timesOfDay('Högst 120 enheter till natten. OBS! Hög dos.', [['NIGHT', units('120')]], { route: SUBCUTANEOUS, observandum: true }) },
  { article: article('novorapid'), ...recent, dosage: freeText('Enligt schema till måltid.', { route: SUBCUTANEOUS }) },
  { article: article('atorvastatin'), ...recent, dosage: perPeriod('Ett halvt till en och en halv tablett dagligen', tablet('0.5', '1.50'), 1, '1', 'd') },
];

/** Daily life: long texts, several packs, other units. */
const MANY: readonly PrescriptionFacts[] = [
  { article: article('laktulos'), authoredDaysAgo: 200, allowed: 4, packages: 2, dosage: perPeriod('15 ml 2 gånger dagligen. Mot förstoppning.', { amount: '15', unit: 'ml' }, 2, '1', 'd') },
  { article: article('movicol'), authoredDaysAgo: 100, allowed: 3, packages: 2, intervalDays: 21, dosage: freeText('1-3 dospåsar dagligen löses i 125 ml vatten. Mot förstoppning.'), past: [{ daysAgo: 30, packages: 2, quantity: '100' }] },
  { article: article('inolaxol'), authoredDaysAgo: 60, allowed: 2, dosage: freeText('2 teskedar dagligen.\nTas med rikligt med vatten.\n<b>Ej</b> till natten & aldrig torrt.') },
  { article: article('ventoline'), authoredDaysAgo: 50, allowed: 4, dosage: asNeeded('1 inhalation vid andnöd, högst 4 per dygn', { amount: '1', unit: 'dos' }, 4, { amount: '4', unit: 'dos' }, { route: INHALATION }) },
  { article: article('pulmicort'), authoredDaysAgo: 50, allowed: 4, dosage: perPeriod('1 inhalation 2 gånger dagligen', { amount: '1', unit: 'dos' }, 2, '1', 'd', { route: INHALATION, administration: 'Skölj munnen efteråt.' }) },
  { article: article('trombyl'), authoredDaysAgo: 300, allowed: 4, dosage: morning('1 tablett på morgonen. Förebygger blodpropp.'), past: [{ daysAgo: 200, packages: 1, quantity: '100' }, { daysAgo: 100, packages: 1, quantity: '100' }] },
];

export const OTHER_PRESCRIPTIONS: Readonly<Record<string, readonly PrescriptionFacts[]>> = { ...RULES, X08: PATTERNS, X09: MANY };
