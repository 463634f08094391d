import { CARE_SYSTEMS } from '@ncp/fhir';
import { allergy, atc } from './alert-rows.js';
import type { Written } from './care-of-person.js';
import { ability, diagnosis, drug, growth, ordination, registration, report, vaccination } from './care-rows.js';
import { PLACES as P } from './place.js';
import { coded, words, type CareRow, type Writing } from './written.js';

const ATC = 'http://www.whocc.no/atc';
const HEXAVALENT = coded(ATC, 'J07CA09', 'Difteri-Hib-kikhosta-polio-stelkramp-hepatit B');
const SEASONS = ['2021', '2022', '2023', '2024', '2025'] as const;

/** Persons whose medicines, vaccinations, results and pregnancy are the point (sweden-patient-summary 11: 4, 5, 6, 7, 8, 10). */
export const OTHER_PERSONS: Readonly<Record<string, Written>> = {
  P04: (pen) => ({ rows: [
    registration(pen, { lmp: '2026-05-16', byLastPeriod: '2027-02-20', byUltrasound: '2027-02-26', earlier: [['2022-06-15', '5'], ['2020-03-10', '2']] }, { id: 'MVC-44', place: P.midwives, at: pen.dated.at('2026-08-19', '09:00:00') }),
  ] }),
  P05: (pen) => {
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: pen.dated.at(date, '11:05:00') });
    return { rows: [
      ordination(pen, {
        medicine: drug('20041208000038', 'Enalapril Krka, tablett 20 mg', 'C09AA02', 'Enalapril'), kind: 'drug', strength: '20 mg', form: 'Tablett', start: '2024-02-12', dosage: '1 tablett 1 gång dagligen',
      }, at('MED-501', '2024-02-12')),
      ordination(pen, { medicine: drug('19880429000045', 'Seloken ZOC, depottablett 50 mg', 'C07AB02', 'Metoprolol'), kind: 'drug', type: 'U', strength: '50 mg', form: 'Depottablett', dosage: 'Utsatt' }, at('MED-502', '2026-05-20')),
      ordination(pen, {
        medicine: drug('19960927000041', 'Metformin Actavis, tablett 500 mg', 'A10BA02', 'Metformin'), kind: 'drug', strength: '500 mg', form: 'Tablett', start: '2023-01-10', end: '2026-03-31', dosage: '1 tablett 2 gånger dagligen',
      }, at('MED-503', '2023-01-10')),
      ordination(pen, { medicine: words('Egen örtmedicin'), kind: 'unstructured', start: '2025-01-01', dosage: 'Vid behov', selfMedication: true }, at('MED-504', '2025-01-14')),
      ordination(pen, { medicine: words('Teststickor för blodsocker'), kind: 'merchandise', start: '2023-01-10', dosage: 'Vid behov' }, at('MED-505', '2023-01-10')),
    ] };
  },
  P06: (pen) => {
    const { dated } = pen;
    const at = (id: string, date: string, place: Writing['place'] = P.healthCentre): Writing => ({ id, place, at: dated.at(date, '09:30:00') });
    return { rows: [
      ...report(pen, { name: 'B-ABO- och RhD-gruppering', value: '0 RhD pos' }, { id: 'LAB-1', place: P.laboratory, at: dated.at('2021-02-08', '07:40:00') }),
      ability(pen, 'fun-fun', { code: coded(CARE_SYSTEMS.icfSe, 'd450.3', 'Att gå') }, at('FUN-30', '2026-04-14', P.rehabilitation)),
      ability(pen, 'pad-pad', {
        code: words('PADL-bedömning'), notes: ['[personlig hygien]: behöver hjälp med duschning', 'förflyttning: går med rollator inomhus', 'födointag: utan hjälp'],
      }, at('FUN-31', '2026-04-14', P.rehabilitation)),
      ...SEASONS.map((year) => vaccination(pen, { vaccine: coded(ATC, 'J07BB02', 'Influensa, inaktiverat, spjälkat virus eller ytantigen'), disease: 'Influensa', lot: `TESTLOT${year}` }, at(`VAC-${year}-881`, `${year}-11-04`))),
      vaccination(pen, { vaccine: words('Pneumokocker (konjugat)'), disease: 'Pneumokocker' }, at('VAC-2020-17', '2020-10-06')),
      vaccination(pen, { vaccine: coded(ATC, 'J07BX03', 'Covid-19-vacciner'), disease: 'Covid-19', dose: [1, 2] }, at('VAC-2021-402', '2021-04-02')),
    ] };
  },
  S16: (pen) => {
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: pen.dated.at(date) });
    return { rows: [
      ...allergy(pen, { agent: atc('J01C', 'Betalaktamantibiotika, penicilliner'), severity: 'Livshotande' }, at('UMI-7001', '2016-06-06')),
      diagnosis(pen, { code: ['E10.9', 'Diabetes mellitus typ 1 utan uppgift om komplikationer'], chronic: true }, at('DX-7002', '2026-02-02')),
      vaccination(pen, { vaccine: coded(ATC, 'J07BB02', 'Influensa, inaktiverat'), disease: 'Influensa' }, at('VAC-7003', '2025-11-10')),
    ] };
  },
  P08: (pen) => {
    const { dated } = pen;
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: dated.at(date, '10:00:00') });
    const dose = (id: string, number: number, date: string, nullified = false): CareRow => vaccination(pen, { vaccine: HEXAVALENT, dose: [number, 3], lot: `TESTLOT${String(number)}`, nullified }, at(id, date));
    return { rows: [
      dose('VAC-8001', 1, '2018-08-20'), dose('VAC-8002', 2, '2018-10-22'), dose('VAC-8003', 2, '2018-10-22', true), dose('VAC-8004', 3, '2019-05-20'),
      // No time of vaccination in the source: the guide's fallback is the time of registration.
      vaccination(pen, { vaccine: words('MPR'), from: 'Intyg från annat land' }, at('VAC-8005', '2021-03-15')),
      growth(pen, { kilograms: '22.1' }, at('OBS-6', '2025-05-20')), growth(pen, { kilograms: '24.3' }, at('OBS-7', '2026-05-20')),
    ] };
  },
  P10: () => ({}),
};
