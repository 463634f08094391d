import { z } from 'zod';
import { countryCode, instant, text } from './values.js';

const serviceState = z.strictObject({
  state: z.enum(['unknown', 'answering', 'slow', 'down']),
  since: instant.optional(), lastSuccess: instant.optional(), lastFailure: instant.optional(), medianMs: z.number().optional(),
}).meta({ id: 'ServiceState', description: 'From real traffic and a probe.' });

const country = z.strictObject({
  code: countryCode,
  name: text,
  language: z.string(),
  services: z.array(z.enum(['ePrescription', 'patientSummary'])),
  state: z.enum(['unknown', 'answering', 'slow', 'down', 'off']).describe('The worst of its calls; `off`: switched off by the operator.'),
  since: instant.optional(),
  reason: text.optional().describe('Why it is off.'),
  calls: z.strictObject({ identify: serviceState, query: serviceState, retrieve: serviceState, submit: serviceState }),
}).meta({ id: 'Country' });

export const countryList = z.strictObject({ countries: z.array(country) }).meta({ id: 'CountryList' });

const maskField = z.strictObject({
  key: z.string().describe('Name of the member in `traits` or `documentFields`.'),
  kind: z.enum(['identifier', 'birth-date', 'gender', 'family', 'given', 'street', 'city', 'postal-code', 'prescription-id', 'dispensation-pin']),
  label: text,
  hint: text.optional(),
  format: z.string().optional().describe('Anchored regular expression of the whole value.'),
  mandatory: z.boolean(),
}).meta({ id: 'MaskField', description: 'birth-date: YYYY-MM-DD. gender: F, M or UN.' });

export const mask = z.strictObject({
  country: countryCode,
  patient: z.array(maskField).describe('Asked before identification.'),
  document: z.array(maskField).describe('Asked before documents are listed.'),
  notice: z.strictObject({ sv: z.string(), en: z.string(), url: z.string().optional() }).describe('What the patient must be told first.'),
}).meta({ id: 'Mask' });
