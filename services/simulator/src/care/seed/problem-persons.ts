import { allergy, atc, otherAlert } from './alert-rows.js';
import type { Written } from './care-of-person.js';
import { diagnosis, note, ordination, drug, report, vaccination } from './care-rows.js';
import { PLACES as P } from './place.js';
import { coded, words, type Writing } from './written.js';

const VISITS = 14;
const PLACES_OF_VISITS = [P.healthCentre, P.hospital, P.otherRegion] as const;

/** Persons whose allergies, problems and blocks are the point (sweden-patient-summary 11: 1, 2, 3, 9, 11, 12). */
export const PROBLEM_PERSONS: Readonly<Record<string, Written>> = {
  P01: (pen) => {
    const { dated } = pen;
    const penicillin = atc('J01C', 'Betalaktamantibiotika, penicilliner');
    return { rows: [
      ...allergy(pen, { agent: penicillin, severity: 'Livshotande', ascertained: '2012-05-03', comment: 'Anafylaxi efter Kåvepenin 2012' }, { id: 'UMI-1001', place: P.healthCentre, at: dated.at('2012-05-04', '09:12:00') }),
      ...allergy(pen, { agent: penicillin, ascertained: '2015-02-10' }, { id: 'UMI-1002', place: P.hospital, at: dated.at('2015-02-10') }),
      ...allergy(pen, { agent: atc('J01CE02', 'Fenoximetylpenicillin'), severity: 'Besvärande', ascertained: '2018-09-01', comment: 'Utslag' }, { id: 'UMI-2001', place: P.otherRegion, at: dated.at('2018-09-03') }),
      diagnosis(pen, { code: ['Z88.0', 'Allergi mot penicillin i den egna sjukhistorien'], type: 'BY' }, { id: 'DX-1003', place: P.hospital, at: dated.at('2015-02-10') }),
    ] };
  },
  P02: (pen) => {
    const { dated } = pen;
    const visits = Array.from({ length: VISITS }, (_none, index) => {
      const month = String((index * 5) % 12 + 1).padStart(2, '0');
      const place = PLACES_OF_VISITS[index % PLACES_OF_VISITS.length] ?? P.healthCentre;
      return diagnosis(pen, { code: ['E11.9', 'Diabetes mellitus typ 2 utan uppgift om komplikationer'] }, { id: `DX-${String(3001 + index)}`, place, at: dated.at(`${String(2021 + (index % 5))}-${month}-11`) });
    });
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: dated.at(date) });
    return { rows: [
      ...visits,
      diagnosis(pen, { code: ['E11.4', 'Diabetes mellitus typ 2 med neurologiska komplikationer'] }, { id: 'DX-3101', place: P.hospital, at: dated.at('2024-03-19') }),
      diagnosis(pen, { code: ['I10.9', 'Essentiell hypertoni'], chronic: true }, at('DX-77123', '2025-09-02')),
      diagnosis(pen, { code: ['F90.0B', 'Hyperaktivitetsstörning, kombinerad form'] }, at('DX-3103', '2023-05-08')),
      diagnosis(pen, { code: ['J06.9', 'Akut övre luftvägsinfektion'] }, at('DX-3104', '2023-10-30')),
      diagnosis(pen, { code: ['R10.4', 'Andra och icke specificerade buksmärtor'] }, at('DX-3105', '2025-10-28')),
      diagnosis(pen, { code: ['I21.9', 'Akut hjärtinfarkt, ospecificerad'] }, { id: 'DX-3106', place: P.hospital, at: dated.at('2015-04-22') }),
    ] };
  },
  P03: (pen) => {
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: pen.dated.at(date) });
    return { rows: [
      ...allergy(pen, { agent: words('sulfa'), withoutAtc: 'Preparat okänt, uppgift från patienten', ascertained: '2010-01-01' }, at('UMI-4001', '2019-03-05')),
      ...allergy(pen, { agent: words('jordnöt'), category: 'food', ascertained: '1996-08-15' }, at('UMI-4002', '2019-03-05')),
      otherAlert(pen, { kind: 'upp-est', subject: words('Varning'), comment: 'Ingen känd läkemedelsallergi' }, at('UMI-4003', '2008-11-20')),
    ] };
  },
  P09: (pen) => {
    const { dated } = pen;
    return {
      rows: [
        diagnosis(pen, { code: ['J45.9', 'Astma, ospecificerad'] }, { id: 'DX-9001', place: P.healthCentre, at: dated.at('2026-08-20') }),
        diagnosis(pen, { code: ['F32.9', 'Depressiv episod, ospecificerad'] }, { id: 'DX-9002', place: P.psychiatry, at: dated.at('2026-06-02') }),
        ordination(pen, {
          medicine: drug('20060510000048', 'Sertralin Teva, filmdragerad tablett 100 mg', 'N06AB06', 'Sertralin'), kind: 'drug', strength: '100 mg', form: 'Filmdragerad tablett', start: '2026-06-02',
          dosage: '1 tablett på morgonen',
        }, { id: 'MED-9003', place: P.psychiatry, at: dated.at('2026-06-02') }),
        ...allergy(pen, { agent: words('latex'), category: 'environment', severity: 'Skadlig', ascertained: '2020-01-09' }, { id: 'UMI-9004', place: P.privateClinic, at: dated.at('2020-01-09') }),
        diagnosis(pen, { code: ['E66.9', 'Fetma, ospecificerad'] }, { id: 'DX-9005', place: P.healthCentre, at: dated.at('2026-08-20'), security: 'NOPATIENT' }),
        diagnosis(pen, { code: ['G43.9', 'Migrän, ospecificerad'] }, { id: 'DX-9006', place: P.healthCentre, at: dated.at('2026-09-01'), provenance: false }),
      ],
      blocks: [
        { kind: 'inner', hsaId: P.psychiatry.unit.hsaId, since: dated.day('2026-06-10') },
        { kind: 'outer', hsaId: P.privateClinic.giver.hsaId, since: dated.day('2021-02-01') },
      ],
    };
  },
  P11: (pen) => {
    const at = (id: string, date: string): Writing => ({ id, place: P.hospital, at: pen.dated.at(date) });
    return {
      rows: [
        diagnosis(pen, { code: ['I48.9', 'Förmaksflimmer och förmaksfladder, ospecificerat'] }, at('DX-11001', '2025-12-04')),
        diagnosis(pen, { code: ['Z95.0', 'Förekomst av elektronisk hjärtutrustning'], type: 'BY' }, at('DX-11002', '2025-12-04')),
        // In the region that does not answer.
        diagnosis(pen, { code: ['N18.3', 'Kronisk njursvikt, stadium 3'] }, { id: 'DX-11003', place: P.otherRegion, at: pen.dated.at('2024-05-06') }),
        otherAlert(pen, { kind: 'Behandling', subject: words('Antikoagulantiabehandling'), medicine: atc('B01AA03', 'Warfarin'), comment: 'Waran sedan 2018' }, at('UMI-11004', '2018-03-12')),
        otherAlert(pen, { kind: 'upp-arb', subject: coded('http://hl7.org/fhir/sid/icd-10', 'B18.1', 'Kronisk virushepatit B utan deltaagens') }, at('UMI-11005', '2016-01-20')),
        note(pen, 'Pacemaker 2018, höftprotes.', at('JA-5512', '2026-01-12')),
      ],
      failing: [{ contract: 'diagnoses', system: P.otherRegion.system }],
    };
  },
  P12: (pen) => {
    const { dated } = pen;
    const at = (id: string, date: string): Writing => ({ id, place: P.healthCentre, at: dated.at(date) });
    const lab = (id: string, date: string): Writing => ({ id, place: P.laboratory, at: dated.at(date, '07:40:00') });
    return { rows: [
      ...allergy(pen, { agent: atc('M01AE01', 'Ibuprofen'), certainty: 'Misstänkt', ascertained: '2025-05-05' }, { ...at('UMI-12001', '2025-05-05'), signed: false }),
      ...allergy(pen, { agent: words('nickel'), category: 'environment', obsolete: '2024-06-30', comment: 'Inaktiveringskommentar: motsagd av test' }, at('UMI-12002', '2014-10-10')),
      ...report(pen, { name: 'B-ABO- och RhD-gruppering', value: 'A RhD pos' }, lab('LAB-12003', '2019-02-08')),
      ...report(pen, { name: 'B-ABO- och RhD-gruppering', value: 'B RhD pos' }, lab('LAB-12004', '2022-09-14')),
      ...report(pen, { name: 'B-ABO- och RhD-gruppering', value: 'A RhD pos', status: 'preliminary' }, lab('LAB-12005', '2026-10-29')),
      vaccination(pen, { vaccine: coded('http://www.whocc.no/atc', 'J07BB02', 'Influensa, inaktiverat'), nullified: true }, at('VAC-12006', '2025-11-04')),
      diagnosis(pen, { code: 'Obs epilepsi?' }, at('DX-12007', '2026-09-01')),
    ] };
  },
};
