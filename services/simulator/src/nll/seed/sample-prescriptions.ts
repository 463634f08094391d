import { article } from './article-facts.js';
import { CUTANEOUS, freeText, INHALATION, OCULAR, perPeriod, tapering, timesOfDay } from './dosage.js';
import type { PrescriptionFacts } from './prescription-facts.js';

const tablet = (amount: string): { readonly amount: string; readonly unit: string } => ({ amount, unit: 'tablett' });
const morning = (words: string): PrescriptionFacts['dosage'] => timesOfDay(words, [['MORN', tablet('1')]]);

/** Prescriptions of S01-S19 (decisions 4.1), by person. */
export const SAMPLE_PRESCRIPTIONS: Readonly<Record<string, readonly PrescriptionFacts[]>> = {
  S01: [{
    article: article('amlodipin'), authoredDaysAgo: 102, reason: ['Mot högt blodtryck', '38341003', 'hypertoni'],
    dosage: morning('1 tablett på morgonen. Mot högt blodtryck.'),
  }],
  S02: [{
    article: article('metformin'), allowed: 4, intervalDays: 90, authoredDaysAgo: 122, reason: ['Mot diabetes', '44054006', 'diabetes mellitus typ 2'],
    dosage: timesOfDay('2 tabletter på morgonen och 2 tabletter på kvällen i samband med måltid. Mot diabetes.', [
      ['MORN', tablet('2')], ['EVE', tablet('2'), '2 tabletter på kvällen'],
    ]),
    past: [{ daysAgo: 70, packages: 1, quantity: '400' }],
  }],
  S03: [
    { article: article('enalapril'), authoredDaysAgo: 40, dosage: morning('1 tablett på morgonen. Mot högt blodtryck.'), reason: ['Mot högt blodtryck', '38341003', 'hypertoni'] },
    { article: article('simvastatin'), authoredDaysAgo: 40, substitution: false, note: 'Får ej bytas ut.', dosage: timesOfDay('1 tablett på kvällen. Mot höga blodfetter.', [['EVE', tablet('1')]]) },
    { article: article('levaxin'), authoredDaysAgo: 40, dosage: morning('1 tablett på morgonen på fastande mage. Mot låg ämnesomsättning.') },
  ],
  S04: [{
    article: article('furix'), allowed: 3, authoredDaysAgo: 90, dosage: morning('1 tablett på morgonen. Vätskedrivande.'),
    past: [{ daysAgo: 45, packages: 1, quantity: '28', country: 'PT' }],
  }],
  S05: [{
    article: article('prednisolon'), authoredDaysAgo: 3,
    dosage: tapering([
      ['4 tabletter på morgonen i 5 dagar', tablet('4'), 5], ['därefter 3 tabletter på morgonen i 5 dagar', tablet('3'), 5],
      ['därefter 2 tabletter på morgonen i 5 dagar', tablet('2'), 5], ['därefter 1 tablett på morgonen i 5 dagar', tablet('1'), 5],
    ]),
  }],
  S06: [{ article: article('hydrokortison'), authoredDaysAgo: 14, dosage: freeText('Smörjes tunt på utslagen 1-2 gånger dagligen i högst två veckor. Mot eksem.', { route: CUTANEOUS }) }],
  S07: [{
    article: article('symbicort'), allowed: 3, authoredDaysAgo: 30,
    dosage: perPeriod('1 inhalation 2 gånger dagligen. Mot astma.', { amount: '1', unit: 'dos' }, 2, '1', 'd', { route: INHALATION, administration: 'Skölj munnen efteråt.' }),
  }],
  S08: [{ article: article('oxikodon'), authoredDaysAgo: 10, dosage: timesOfDay('1 tablett morgon och kväll. Mot svår smärta.', [['MORN', tablet('1')], ['EVE', tablet('1'), '1 tablett på kvällen']]) }],
  S09: [{ article: article('seloken'), authoredDaysAgo: 60, allowed: 4, dosePackaging: true, dosage: morning('1 tablett på morgonen.') }],
  S10: [
    { article: article('testlicens'), authoredDaysAgo: 20, dosage: morning('1 tablett dagligen.') },
    { article: article('prednisolonApl'), authoredDaysAgo: 20, dosage: timesOfDay('1 kapsel på morgonen.', [['MORN', { amount: '1', unit: 'kapsel' }]]) },
  ],
  S11: [{ article: article('kavepenin'), authoredDaysAgo: 366, endsInDays: -1, dosage: perPeriod('1 tablett 3 gånger dagligen i 10 dagar. Mot halsfluss.', tablet('1'), 3, '1', 'd') }],
  S12: [
    { article: article('sertralin'), authoredDaysAgo: 25, blocked: true, dosage: morning('1 tablett på morgonen.') },
    { article: article('alvedon'), authoredDaysAgo: 25, dosage: freeText('1-2 tabletter vid behov, högst 8 tabletter per dygn. Mot smärta.') },
  ],
  S13: [{ article: article('xalatan'), authoredDaysAgo: 15, pharmacy: '7350045511119', dosage: timesOfDay('1 droppe i vardera ögat på kvällen. Mot förhöjt tryck i ögat.', [['EVE', { amount: '1', unit: 'droppe' }]], { route: OCULAR, site: 'båda ögonen' }) }],
  S14: [{ article: article('atorvastatin'), authoredDaysAgo: 30, dosage: timesOfDay('1 tablett på kvällen. Mot höga blodfetter.', [['EVE', tablet('1')]]) }],
  S15: [{ article: article('omeprazol'), authoredDaysAgo: 30, dosage: timesOfDay('1 kapsel på morgonen. Mot sura uppstötningar.', [['MORN', { amount: '1', unit: 'kapsel' }]]) }],
  S16: [{ article: article('citalopram'), authoredDaysAgo: 30, dosage: morning('1 tablett på morgonen.') }],
  S17: [{ article: article('trombyl'), authoredDaysAgo: 200, dosage: morning('1 tablett på morgonen. Förebygger blodpropp.') }],
  S18: [{
    article: article('amoxicillin'), authoredDaysAgo: 1,
    dosage: perPeriod('5 ml 3 gånger dagligen i 7 dagar. Mot öroninflammation.', { amount: '5', unit: 'ml' }, 3, '1', 'd', { administration: 'Omskakas.' }),
  }],
};
