import { CODE_SYSTEMS } from '@ncp/domain';
import type { CodeMapping } from '../../release.js';
import { row, type Row } from '../table.js';

const { atc, icd10 } = CODE_SYSTEMS;

/** ATC codes of value set 42.28 that Swedish vaccinations are given with (PS41, PS43). */
export const VACCINE_SUBSTANCES: readonly Row[] = [
  row('J07AH08', 'meningococcus A,C,Y,W-135, tetravalent purified polysaccharides antigen conjugated', 'meningokocker A, C, Y, W-135, konjugerat vaccin'),
  row('J07AH09', 'meningococcus B, multicomponent vaccine', 'meningokocker B, vaccin med flera komponenter'),
  row('J07AJ52', 'pertussis, purified antigen, combinations with toxoids', 'kikhosta, renat antigen, i kombination med toxoider'),
  row('J07AL01', 'pneumococcus, purified polysaccharides antigen', 'pneumokocker, renade polysackarider'),
  row('J07AL02', 'pneumococcus, purified polysaccharides antigen conjugated', 'pneumokocker, renade polysackarider, konjugerade'),
  row('J07AM01', 'tetanus toxoid', 'stelkrampstoxoid'),
  row('J07AM51', 'tetanus toxoid, combinations with diphtheria toxoid', 'stelkrampstoxoid i kombination med difteritoxoid'),
  row('J07AN01', 'tuberculosis, live attenuated', 'tuberkulos, levande försvagat'),
  row('J07BA01', 'encephalitis, tick borne, inactivated, whole virus', 'fästingburen encefalit, inaktiverat, helvirus'),
  row('J07BB', 'Influenza vaccines', 'influensavaccin'),
  row('J07BB01', 'influenza, inactivated, whole virus', 'influensa, inaktiverat, helvirus'),
  row('J07BB02', 'influenza, inactivated, split virus or surface antigen', 'influensa, inaktiverat, spjälkat virus eller ytantigen'),
  row('J07BB03', 'influenza, live attenuated', 'influensa, levande försvagat'),
  row('J07BC01', 'hepatitis B, purified antigen', 'hepatit B, renat antigen'),
  row('J07BC02', 'hepatitis A, inactivated, whole virus', 'hepatit A, inaktiverat, helvirus'),
  row('J07BC20', 'combinations', 'hepatit, kombinationer'),
  row('J07BD52', 'measles, combinations with mumps and rubella, live attenuated', 'mässling i kombination med påssjuka och röda hund, levande försvagat'),
  row('J07BD54', 'measles, combinations with mumps, rubella and varicella, live attenuated', 'mässling i kombination med påssjuka, röda hund och vattkoppor, levande försvagat'),
  row('J07BG01', 'rabies, inactivated, whole virus', 'rabies, inaktiverat, helvirus'),
  row('J07BH01', 'rota virus, live attenuated', 'rotavirus, levande försvagat'),
  row('J07BH02', 'rota virus, pentavalent, live, reassorted', 'rotavirus, pentavalent, levande'),
  row('J07BK01', 'varicella, live attenuated', 'vattkoppor, levande försvagat'),
  row('J07BK02', 'zoster, live attenuated', 'bältros, levande försvagat'),
  row('J07BK03', 'zoster, purified antigen', 'bältros, renat antigen'),
  row('J07BL01', 'yellow fever, live attenuated', 'gula febern, levande försvagat'),
  row('J07BM', 'Papillomavirus vaccines', 'vaccin mot papillomvirus'),
  row('J07BM03', 'papillomavirus (human types 6, 11, 16, 18, 31, 33, 45, 52, 58)', 'papillomvirus (humana typerna 6, 11, 16, 18, 31, 33, 45, 52, 58)'),
  row('J07BN', 'Covid-19 vaccines', 'covid-19-vaccin'),
  row('J07BN01', 'covid-19, RNA-based vaccine', 'covid-19, RNA-baserat vaccin'),
  row('J07CA02', 'diphtheria-pertussis-poliomyelitis-tetanus', 'difteri-kikhosta-polio-stelkramp'),
  row('J07CA06', 'diphtheria-haemophilus influenzae B-pertussis-poliomyelitis-tetanus', 'difteri-Haemophilus influenzae B-kikhosta-polio-stelkramp'),
  row('J07CA09', 'diphtheria-haemophilus influenzae B-pertussis-poliomyelitis-tetanus-hepatitis B', 'difteri-Haemophilus influenzae B-kikhosta-polio-stelkramp-hepatit B'),
];

/**
 * Types of vaccine as records write them, whole texts only (PS43) [local]. Rotavirus and zoster are missing on purpose: what
 * was given there depends on the product.
 */
const TYPES: readonly (readonly [code: string, ...terms: readonly string[]])[] = [
  ['J07BB', 'säsongsinfluensa', 'influensa', 'influensavaccin'],
  ['J07BD52', 'mpr', 'mässling, påssjuka, röda hund'],
  ['J07BC02', 'hep a', 'hepatit a'],
  ['J07BC01', 'hep b', 'hepatit b'],
  ['J07BA01', 'tbe', 'fästingburen encefalit'],
  ['J07BN', 'covid-19'],
  ['J07AM01', 'stelkramp'],
  ['J07AJ52', 'ditekik'],
  ['J07CA06', 'dtp-polio-hib'],
  ['J07CA09', 'dtp-polio-hib-hepb'],
  ['J07AL02', 'pneumokocker (konjugat)', 'pneumokocker, konjugat', 'pneumokockkonjugatvaccin'],
  ['J07BM', 'hpv', 'humant papillomvirus'],
  ['J07AN01', 'bcg'],
  ['J07BK01', 'vattkoppor'],
  ['J07BL01', 'gula febern'],
  ['J07BG01', 'rabies'],
];

/** What a vaccine is given against (PS45) [local]. A field of its own: a diagnosis that is only a text is never coded (PS32). */
const DISEASES: readonly (readonly [code: string, ...terms: readonly string[]])[] = [
  ['J11', 'influensa', 'säsongsinfluensa'],
  ['B05', 'mässling'],
  ['B26', 'påssjuka'],
  ['B06', 'röda hund'],
  ['A35', 'stelkramp'],
  ['A36', 'difteri'],
  ['A37', 'kikhosta'],
  ['A80', 'polio'],
  ['B15', 'hepatit a'],
  ['B16', 'hepatit b'],
  ['A84.1', 'tbe', 'fästingburen encefalit'],
  ['U07.1', 'covid-19'],
  ['B01', 'vattkoppor'],
  ['B02', 'bältros'],
  ['A16', 'tuberkulos'],
  ['B97.7', 'hpv', 'humant papillomvirus'],
  ['A39', 'meningokocker'],
  ['A95', 'gula febern'],
  ['A82', 'rabies'],
];

export const VACCINE_TERMS: readonly CodeMapping[] = [
  ...TYPES.flatMap(([code, ...terms]) =>
    terms.map((text): CodeMapping => ({ field: 'vaccine', from: { text }, to: { code, codeSystem: atc } }))),
  // The code that covid-19 vaccines had before they got their own group.
  { field: 'vaccine', from: { code: 'J07BX03', codeSystem: atc }, to: { code: 'J07BN', codeSystem: atc } },
  ...DISEASES.flatMap(([code, ...terms]) =>
    terms.map((text): CodeMapping => ({ field: 'target-disease', from: { text }, to: { code, codeSystem: icd10 } }))),
];
