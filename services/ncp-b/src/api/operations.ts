import type { z } from 'zod';
import { countryList, mask } from './countries.js';
import { dispensation, dispensationList, dispensationQuery, dispenseRequest, lateRequest, prepared, prepareRequest, reasonRequest } from './dispensations.js';
import { prescription, prescriptionList, summary, summaryList } from './documents.js';
import { errorList, operation } from './problems.js';
import { productList, productQuery, suggestionList } from './products.js';
import { confirmRequest, identified, identifyRequest, listRequest, openVisitRequest, visit } from './visits.js';

/** Where every path of the API begins. */
export const API_ROOT = '/api/v1';

export interface OperationDescription {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  /** Express form below `API_ROOT`; nothing in it names a person (decisions G02). */
  readonly path: string;
  readonly summary: string;
  /** Answered without a token: documentation, never data. */
  readonly open?: true;
  readonly body?: z.ZodType;
  readonly query?: z.ZodType;
  /** `Idempotency-Key` is required. */
  readonly idempotent?: true;
  /** Understands `Prefer: respond-async`: then `202` with an operation. */
  readonly long?: true;
  readonly success: { readonly status: 200 | 201 | 202 | 204; readonly schema?: z.ZodType };
  /** Other forms of the same answer, by `Accept`. */
  readonly media?: readonly string[];
}

export const FHIR = 'application/fhir+json';
export const PDF = 'application/pdf';
export const EVENTS = 'text/event-stream';
/** Beside bytes, which cannot say it themselves: codes of findings that have to be shown with them. */
export const FINDINGS_HEADER = 'x-ncp-findings';

/** Every operation: routes, validation and the OpenAPI document are made from this list. */
export const OPERATIONS = [
  { id: 'countries', method: 'get', path: '/countries', summary: 'Countries and their state for each service', success: { status: 200, schema: countryList } },
  { id: 'mask', method: 'get', path: '/countries/:country/mask', summary: 'What the country asks of a person, and what the patient must be told', success: { status: 200, schema: mask } },
  { id: 'openVisit', method: 'post', path: '/visits', summary: 'One patient, one professional, one country', body: openVisitRequest, success: { status: 201, schema: visit } },
  { id: 'readVisit', method: 'get', path: '/visits/:visit', summary: 'A visit as it stands', success: { status: 200, schema: visit } },
  { id: 'closeVisit', method: 'delete', path: '/visits/:visit', summary: 'End a visit', success: { status: 204 } },
  { id: 'identify', method: 'post', path: '/visits/:visit/identify', summary: 'Ask the country who the person is', body: identifyRequest, long: true, success: { status: 200, schema: identified } },
  { id: 'confirm', method: 'post', path: '/visits/:visit/confirm', summary: 'Choose the person: id document shown, patient informed', body: confirmRequest, success: { status: 200, schema: visit } },
  { id: 'listPrescriptions', method: 'post', path: '/visits/:visit/prescriptions', summary: 'Her prescriptions: dispensable, or why not', body: listRequest, long: true, success: { status: 200, schema: prescriptionList } },
  { id: 'retrievePrescription', method: 'post', path: '/visits/:visit/prescriptions/:document/retrieve', summary: 'One prescription: Swedish beside the original; as FHIR bundle; as the original PDF', long: true, media: [FHIR, PDF], success: { status: 200, schema: prescription } },
  { id: 'suggestProducts', method: 'get', path: '/visits/:visit/prescriptions/:document/suggestions', summary: 'Swedish packs for a prescription that was read: proposals', success: { status: 200, schema: suggestionList } },
  { id: 'searchProducts', method: 'get', path: '/products', summary: 'The Swedish product register', query: productQuery, success: { status: 200, schema: productList } },
  { id: 'prepareDispensation', method: 'post', path: '/visits/:visit/dispensations/prepare', summary: 'The checks of a dispensation; nothing happens', body: prepareRequest, success: { status: 200, schema: prepared } },
  { id: 'dispense', method: 'post', path: '/visits/:visit/dispensations', summary: 'Confirm a dispensation: it is chosen once and sent by itself', body: dispenseRequest, idempotent: true, success: { status: 202, schema: dispensation } },
  { id: 'dispensations', method: 'get', path: '/dispensations', summary: 'Dispensations of the pharmacy, newest first', query: dispensationQuery, success: { status: 200, schema: dispensationList } },
  { id: 'readDispensation', method: 'get', path: '/dispensations/:dispensation', summary: 'The truth about a dispensation; its changes as events', media: [EVENTS], success: { status: 200, schema: dispensation } },
  { id: 'dispensationEvents', method: 'get', path: '/dispensations/:dispensation/events', summary: 'Its changes as events', media: [EVENTS], success: { status: 200, schema: dispensation } },
  { id: 'discard', method: 'post', path: '/dispensations/:dispensation/discard', summary: 'Take a dispensation back, within 24 hours', body: reasonRequest, success: { status: 202, schema: dispensation } },
  { id: 'release', method: 'post', path: '/dispensations/:dispensation/release', summary: 'Release a dispensation whose sign-in has ended', success: { status: 202, schema: dispensation } },
  { id: 'recordLate', method: 'post', path: '/late-recordings', summary: 'Record a hand-over that already happened', body: lateRequest, idempotent: true, success: { status: 202, schema: dispensation } },
  { id: 'listSummaries', method: 'post', path: '/visits/:visit/patient-summary', summary: 'Her patient summaries; care roles only', body: listRequest, long: true, success: { status: 200, schema: summaryList } },
  { id: 'retrieveSummary', method: 'post', path: '/visits/:visit/patient-summary/:document/retrieve', summary: 'One patient summary: Swedish beside the original; as FHIR bundle; as the original PDF', long: true, media: [FHIR, PDF], success: { status: 200, schema: summary } },
  { id: 'readOperation', method: 'get', path: '/operations/:operation', summary: 'How long work goes on; its end as an event', media: [EVENTS], success: { status: 200, schema: operation } },
  { id: 'operationEvents', method: 'get', path: '/operations/:operation/events', summary: 'Its end as an event', media: [EVENTS], success: { status: 200, schema: operation } },
  { id: 'errors', method: 'get', path: '/errors', summary: 'Every code with its status, text and hint; HTML for people', open: true, media: ['text/html'], success: { status: 200, schema: errorList } },
  { id: 'openapi', method: 'get', path: '/openapi.json', summary: 'This description', open: true, success: { status: 200 } },
] as const satisfies readonly OperationDescription[];

export type OperationId = (typeof OPERATIONS)[number]['id'];

/** Answered without a token, by routes of their own. */
export type OpenId = Extract<(typeof OPERATIONS)[number], { readonly open: true }>['id'];
export type GuardedId = Exclude<OperationId, OpenId>;
type Operation<Id extends OperationId> = Extract<(typeof OPERATIONS)[number], { readonly id: Id }>;
/** What a request carries once it is validated. */
export type BodyOf<Id extends OperationId> = Operation<Id> extends { readonly body: infer S extends z.ZodType } ? z.output<S> : undefined;
export type QueryOf<Id extends OperationId> = Operation<Id> extends { readonly query: infer S extends z.ZodType } ? z.output<S> : undefined;
/** What a success answers with. */
export type AnswerOf<Id extends OperationId> = Operation<Id> extends { readonly success: { readonly schema: infer S extends z.ZodType } } ? z.output<S> : undefined;
