import { row, type Row } from './table.js';

/** ISCO-08 roles (value set 42.1) that Swedish professions map to (decisions D41), and those that dispense abroad. */
export const PROFESSIONAL_ROLES: readonly Row[] = [
  row('22', 'Health professionals', 'Hälso- och sjukvårdspersonal'),
  row('221', 'Medical doctors', 'Läkare'),
  row('2211', 'Generalist medical practitioners', 'Allmänläkare'),
  row('2212', 'Specialist medical practitioners', 'Specialistläkare'),
  row('2221', 'Nursing professionals', 'Sjuksköterskor'),
  row('2222', 'Midwifery professionals', 'Barnmorskor'),
  row('2261', 'Dentists', 'Tandläkare'),
  row('2262', 'Pharmacists', 'Farmaceuter'),
  row('2265', 'Dieticians and nutritionists', 'Dietister'),
  row('2267', 'Optometrists and ophthalmic opticians', 'Optiker'),
  row('3213', 'Pharmaceutical technicians and assistants', 'Apotekstekniker'),
  row('3251', 'Dental assistants and therapists', 'Tandhygienister'),
];

/** Swedish profession code to ISCO-08. NLL does not tell a generalist from a specialist, so LK is 221 (decisions D41). */
export const PROFESSIONS: readonly { readonly code: string; readonly sv: string; readonly isco: string }[] = [
  { code: 'LK', sv: 'Läkare', isco: '221' },
  { code: 'TL', sv: 'Tandläkare', isco: '2261' },
  { code: 'SJ', sv: 'Sjuksköterska', isco: '2221' },
  { code: 'BM', sv: 'Barnmorska', isco: '2222' },
  { code: 'AP', sv: 'Apotekare', isco: '2262' },
  { code: 'RC', sv: 'Receptarie', isco: '2262' },
  { code: 'OP', sv: 'Optiker', isco: '2267' },
  { code: 'TH', sv: 'Tandhygienist', isco: '3251' },
  { code: 'DT', sv: 'Dietist', isco: '2265' },
];

/** Value set 42.7. */
export const SUBSTITUTIONS: readonly Row[] = [
  row('N', 'none', 'får inte bytas ut'),
  row('G', 'generic', 'får bytas ut'),
  row('TE', 'therapeutic', 'terapeutiskt utbyte'),
];

/** Value set 42.34. */
export const GENDERS: readonly Row[] = [
  row('F', 'Female', 'Kvinna'),
  row('M', 'Male', 'Man'),
  row('UN', 'Undifferentiated', 'Obestämt'),
];

/** Value set 42.31. */
export const CONFIDENTIALITIES: readonly Row[] = [
  row('N', 'normal', 'normal'),
  row('R', 'restricted', 'begränsad'),
  row('V', 'very restricted', 'mycket begränsad'),
];

/** Value set 42.32. */
export const DOCUMENT_CODES: readonly Row[] = [
  row('57833-6', 'Prescription for medication', 'E-recept'),
  row('60593-1', 'Medication dispensed.extended Document', 'Expeditionsmeddelande'),
  row('60591-5', 'Patient summary Document', 'Patientöversikt'),
  row('56445-0', 'Medication summary Document', 'Läkemedelsöversikt'),
];

/** Value set 42.41, the meal and sleep events that the document rules also accept (cda-documents 5). */
export const TIMING_EVENTS: readonly Row[] = [
  row('AC', 'before meal (from lat. ante cibus)', 'före måltid'),
  row('ACM', 'before breakfast (from lat. ante cibus matutinus)', 'före frukost'),
  row('ACD', 'before lunch (from lat. ante cibus diurnus)', 'före lunch'),
  row('ACV', 'before dinner (from lat. ante cibus vespertinus)', 'före kvällsmat'),
  row('PC', 'after meal (from lat. post cibus)', 'efter måltid'),
  row('PCM', 'after breakfast (from lat. post cibus matutinus)', 'efter frukost'),
  row('PCD', 'after lunch (from lat. post cibus diurnus)', 'efter lunch'),
  row('PCV', 'after dinner (from lat. post cibus vespertinus)', 'efter kvällsmat'),
  row('IC', 'between meals (from lat. inter cibus)', 'mellan måltider'),
  row('ICM', 'between breakfast and lunch', 'mellan frukost och lunch'),
  row('ICD', 'between lunch and dinner', 'mellan lunch och kvällsmat'),
  row('ICV', 'between dinner and the hour of sleep', 'mellan kvällsmat och sänggående'),
  row('HS', 'Prior to beginning a regular period of extended sleep', 'till natten'),
];
