import { row, type Row } from '../table.js';

/** Absent and unknown data (cda-documents 7): what the document says, word for word. */
export const ABSENT_OR_UNKNOWN: readonly Row[] = [
  row('no-allergy-info', 'No information about allergies', 'Ingen information om allergier'),
  row('no-known-allergies', 'No known allergies', 'Inga kända allergier'),
  row('no-known-medication-allergies', 'No known medication allergies', 'Inga kända läkemedelsallergier'),
  row('no-known-environmental-allergies', 'No known environmental allergies', 'Inga kända miljöallergier'),
  row('no-known-food-allergies', 'No known food allergies', 'Inga kända födoämnesallergier'),
  row('no-device-info', 'No information about device', 'Ingen information om medicintekniska produkter'),
  row('no-known-devices', 'No known devices in use', 'Inga kända medicintekniska produkter i bruk'),
  row('no-medication-info', 'No information about medications', 'Ingen information om läkemedel'),
  row('no-known-medications', 'No known medications', 'Inga kända läkemedel'),
  row('no-problem-info', 'No information about current problems', 'Ingen information om aktuella hälsoproblem'),
  row('no-known-problems', 'No known problems', 'Inga kända hälsoproblem'),
  row('no-procedure-info', 'No information about past history of procedures', 'Ingen information om tidigare åtgärder'),
  row('no-known-procedures', 'No known procedures', 'Inga kända åtgärder'),
];

/** The way of the first waves: SNOMED CT situations (cda-documents 9). */
export const ABSENT_IN_SNOMED: readonly Row[] = [
  row('160244002', 'No known allergies', 'Inga kända allergier'),
  row('716186003', 'No known allergy', 'Ingen känd allergi'),
  row('409137002', 'No known drug allergies', 'Inga kända läkemedelsallergier'),
  row('160245001', 'No current problems or disability', 'Inga aktuella hälsoproblem eller funktionsnedsättningar'),
  row('396782006', 'Medical history unknown', 'Sjukhistorien är okänd'),
  row('407559004', 'Family history unknown', 'Hereditet okänd'),
  row('182849000', 'No drug therapy prescribed', 'Ingen läkemedelsbehandling förskriven'),
  row('182904002', 'Drug treatment unknown', 'Läkemedelsbehandling okänd'),
  row('408350003', 'Patient not on self-medication', 'Patienten tar inga receptfria läkemedel'),
];

/** HL7 ActCode and what the document templates fix. */
export const ACT_CODES: readonly Row[] = [
  row('SEV', 'Severity observation', 'Svårighetsgrad'),
  row('IMMUNIZ', 'Immunization', 'Vaccination'),
  row('DRUG', 'Drug therapy', 'Läkemedelsbehandling'),
];

export const ACT_CLASSES: readonly Row[] = [
  row('CONC', 'Concern', 'Hälsofråga'),
  row('SUBST', 'Substitution', 'Utbyte'),
];

export const INSTRUCTIONS: readonly Row[] = [
  row('PINSTRUCT', 'Instructions to the patient', 'Anvisning till patienten'),
  row('FINSTRUCT', 'Instructions to the pharmacist', 'Anvisning till apoteket'),
  row('IMMUNIZ', 'Immunization', 'Vaccination'),
];

export const ACT_STATUSES: readonly Row[] = [
  row('active', 'active', 'aktiv'),
  row('completed', 'completed', 'avslutad'),
  row('suspended', 'suspended', 'vilande'),
  row('aborted', 'aborted', 'avbruten'),
  row('cancelled', 'cancelled', 'inställd'),
  row('held', 'held', 'pausad'),
  row('new', 'new', 'ny'),
];

/** FHIR code systems that the allergy section borrows. */
export const CRITICALITIES: readonly Row[] = [
  row('low', 'Low Risk', 'Låg risk'),
  row('high', 'High Risk', 'Hög risk'),
  row('unable-to-assess', 'Unable to Assess Risk', 'Risken kan inte bedömas'),
];
export const CERTAINTIES: readonly Row[] = [
  row('unconfirmed', 'Unconfirmed', 'Obekräftad'),
  row('provisional', 'Provisional', 'Preliminär'),
  row('differential', 'Differential', 'Differentialdiagnos'),
  row('confirmed', 'Confirmed', 'Bekräftad'),
  row('refuted', 'Refuted', 'Motbevisad'),
];
export const ALLERGY_STATUSES: readonly Row[] = [
  row('active', 'Active', 'Aktiv'),
  row('inactive', 'Inactive', 'Inaktiv'),
  row('resolved', 'Resolved', 'Löst'),
];

/** Times of day of the newer timing events (value set 42.41). */
export const TIMES_OF_DAY: readonly Row[] = [
  row('MORN', 'Morning', 'på morgonen'),
  row('MORN.early', 'Early Morning', 'tidigt på morgonen'),
  row('MORN.late', 'Late Morning', 'sent på morgonen'),
  row('NOON', 'Noon', 'mitt på dagen'),
  row('AFT', 'Afternoon', 'på eftermiddagen'),
  row('AFT.early', 'Early Afternoon', 'tidigt på eftermiddagen'),
  row('AFT.late', 'Late Afternoon', 'sent på eftermiddagen'),
  row('EVE', 'Evening', 'på kvällen'),
  row('EVE.early', 'Early Evening', 'tidigt på kvällen'),
  row('EVE.late', 'Late Evening', 'sent på kvällen'),
  row('NIGHT', 'Night', 'på natten'),
  row('PHS', 'After Sleep', 'efter sömn'),
];

export const RELATIONSHIPS: readonly Row[] = [
  row('CHILD', 'Child', 'Barn'),
  row('SON', 'natural son', 'Son'),
  row('SONC', 'son', 'Son'),
  row('DAU', 'natural daughter', 'Dotter'),
  row('DAUC', 'daughter', 'Dotter'),
  row('FAMMEMB', 'Family Member', 'Familjemedlem'),
  row('FRND', 'unrelated friend', 'Vän'),
  row('FTH', 'Father', 'Far'),
  row('MTH', 'Mother', 'Mor'),
  row('PRN', 'Parent', 'Förälder'),
  row('SIB', 'Sibling', 'Syskon'),
  row('BRO', 'Brother', 'Bror'),
  row('SIS', 'Sister', 'Syster'),
  row('HUSB', 'husband', 'Make'),
  row('WIFE', 'wife', 'Maka'),
  row('SPS', 'spouse', 'Make eller maka'),
  row('DOMPART', 'domestic partner', 'Sambo'),
  row('SIGOTHR', 'significant other', 'Närstående'),
  row('GRPRN', 'Grandparent', 'Mor- eller farförälder'),
  row('GRNDCHILD', 'grandchild', 'Barnbarn'),
  row('NBOR', 'neighbor', 'Granne'),
];
export const ROLE_CLASSES: readonly Row[] = [row('GUARD', 'guardian', 'Vårdnadshavare'), row('NOK', 'next of kin', 'Närmast anhörig'), row('ECON', 'emergency contact', 'Kontakt vid nödfall')];
export const PARTICIPATION_FUNCTIONS: readonly Row[] = [row('PCP', 'primary care physician', 'Fast läkarkontakt')];
export const INTERPRETATIONS: readonly Row[] = [
  row('N', 'Normal', 'Normal'), row('A', 'Abnormal', 'Avvikande'), row('H', 'High', 'Hög'), row('L', 'Low', 'Låg'), row('S', 'Susceptible', 'Känslig'), row('R', 'Resistant', 'Resistent'),
];
export const SIGNATURES: readonly Row[] = [row('S', 'signed', 'signerad')];
export const SUBMISSION_ROUTES: readonly Row[] = [row('IM', 'Injection, intramuscular', 'intramuskulär injektion'), row('PO', 'Swallow, oral', 'att sväljas')];
export const CLINICIAN_ONLY: readonly Row[] = [row('D', 'clinician', 'endast för vårdpersonal')];
export const OTHER_DEVICES: readonly Row[] = [row('J0101', 'IMPLANTABLE PACEMAKERS', 'Implanterbara pacemakrar')];
export const RARE_DISEASES: readonly Row[] = [row('199', 'Cornelia de Lange syndrome', 'Cornelia de Langes syndrom')];

/** Reasons for saying nothing (value set 42.37). */
export const NULL_FLAVORS: readonly Row[] = [
  row('NI', 'no information', 'ingen uppgift'),
  row('UNK', 'unknown', 'okänt'),
  row('NA', 'not applicable', 'ej tillämpligt'),
  row('NAV', 'temporarily unavailable', 'tillfälligt otillgängligt'),
  row('ASKU', 'asked but unknown', 'efterfrågat men okänt'),
  row('NASK', 'not asked', 'ej efterfrågat'),
  row('MSK', 'masked', 'dolt'),
  row('OTH', 'other', 'annat'),
  row('UNC', 'un-encoded', 'ej kodat'),
  row('INV', 'invalid', 'ogiltigt'),
  row('NINF', 'negative infinity', 'obegränsat nedåt'),
  row('PINF', 'positive infinity', 'obegränsat uppåt'),
];

export const FOREIGN_ROLES: readonly Row[] = [
  row('222', 'Nursing and midwifery professionals', 'Sjuksköterskor och barnmorskor'),
  row('226', 'Other health professionals', 'Annan hälso- och sjukvårdspersonal'),
  row('2264', 'Physiotherapists', 'Fysioterapeuter'),
  row('2269', 'Health professionals not elsewhere classified', 'Övrig hälso- och sjukvårdspersonal'),
  row('321', 'Medical and pharmaceutical technicians', 'Medicinska och farmaceutiska tekniker'),
  row('322', 'Nursing and midwifery associate professionals', 'Biträdande vårdpersonal'),
  row('3221', 'Nursing associate professionals', 'Undersköterskor'),
  row('3256', 'Medical assistants', 'Läkarassistenter'),
];
