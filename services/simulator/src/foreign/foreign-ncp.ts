import { randomUUID } from 'node:crypto';
import { calendarDate, countryCode, type CalendarDate, type CountryCode, type Instant, type InstanceIdentifier } from '@ncp/domain';
import { toDiscard } from '@ncp/cda';
import type { HttpClient } from '@ncp/exchange';
import {
  decodeAdhocResponse, decodeRegistryResponse, decodeRetrieveResponse, decodeXcpdResponse, encodeAdhocQuery, encodeProvideAndRegister,
  encodeRetrieve, encodeXcpdRequest, type ReceivedDocuments, type ReceivedList, type RegistryAnswer, type XcpdResult,
} from '@ncp/ihe';
import { PROFILES, readAnswer, readMessage, writeEnvelope, writeMtom, writePlain, type Attachment, type HttpMessage } from '@ncp/soap';
import { parseXml, utf8, type Attachments, type XmlElement } from '@ncp/xml';
import { hcpAssertion, pharmacistOf, trcAssertion, type Professional, type Seal } from './assertions.js';
import { dispensationOf, type HandOver } from './dispensation.js';

/** Where and as whom a foreign NCP speaks. */
export interface ForeignNcpOptions {
  readonly country: string;
  /** Bare OID. */
  readonly homeCommunityId: string;
  readonly seal: Seal;
  readonly http: HttpClient;
  /** Base and paths of the Swedish NCP-A. */
  readonly endpoints: { readonly xcpd: string; readonly xcaQuery: string; readonly xcaRetrieve: string; readonly xdr: string };
  readonly swedishHomeCommunityId: string;
  readonly now: () => Date;
  readonly professional?: Professional;
  /** Sees every message as it goes over the wire; for keeping them and for tests that change them. */
  readonly onMessage?: (name: string, direction: 'request' | 'response', message: HttpMessage) => void;
}

/** One answered call: what the peer said, and the raw status. */
export interface Answered<T> {
  readonly status: number;
  readonly answer: T;
}

/** A message ready to be sent. Its `messageId` stands in it once and may be replaced by another of the same length. */
export interface Composed {
  readonly url: string;
  readonly messageId: string;
  readonly request: HttpMessage;
}

export interface PatientId {
  readonly root: string;
  readonly extension: string;
}

type Transaction = (typeof PROFILES)[number]['transaction'];

const TIMEOUTS = { connectTimeoutMs: 5_000, answerTimeoutMs: 60_000, maxAnswerBytes: 64 * 1024 * 1024 };

/**
 * A foreign country's NCP-B, as far as a visit needs one: SOAP over mutual TLS with assertions that xml-crypto signed.
 * It holds the HCP assertion of its professional and makes a treatment relationship per patient, like a real one.
 */
export class ForeignNcp {
  readonly #options: ForeignNcpOptions;
  readonly #professional: Professional;
  #hcp: { readonly id: string; readonly text: string } | undefined;
  readonly #trcs = new Map<string, string>();

  constructor(options: ForeignNcpOptions) {
    this.#options = options;
    this.#professional = options.professional ?? pharmacistOf(options.country);
  }

  get country(): CountryCode {
    return countryCode(this.#options.country);
  }

  /** Forgets the assertions: the next message is signed anew. */
  signInAgain(): void {
    this.#hcp = undefined;
    this.#trcs.clear();
  }

  /** ITI-55 by identifier and, if given, birth date (`YYYYMMDD` or `YYYY-MM-DD`). */
  async identify(patient: PatientId, birthDate?: string): Promise<Answered<XcpdResult>> {
    const body = encodeXcpdRequest({
      id: { root: randomUUID(), extension: '4711470011' }, queryId: { root: '1.263507841149' }, creationTime: this.#instant(),
      senderHome: this.#options.homeCommunityId, receiverHome: this.#options.swedishHomeCommunityId,
      identifiers: [patient],
      ...(birthDate === undefined ? {} : { birthDate: dashed(birthDate) }),
    });
    const { status, root } = await this.#call('ITI-55', body, [this.#hcpText()]);
    return { status, answer: decodeXcpdResponse(root) };
  }

  /** ITI-38 for ePrescriptions, or summaries. */
  async list(patient: PatientId, classCode: '57833-6' | '60591-5' = '57833-6'): Promise<Answered<ReceivedList>> {
    const { status, root } = await this.#call('ITI-38', encodeAdhocQuery({ patient, classCodes: [classCode] }), this.#assertions(patient));
    return { status, answer: decodeAdhocResponse(root) };
  }

  /** ITI-39 for one or several document ids of the same patient. */
  async retrieve(patient: PatientId, documentIds: readonly string[]): Promise<Answered<ReceivedDocuments>> {
    const { status, root, attachments } = await this.#call('ITI-39', this.#retrieveBody(documentIds), this.#assertions(patient));
    return { status, answer: decodeRetrieveResponse(root, attachments) };
  }

  /** The message of a retrieve, not sent: for whoever sends it many times. */
  composeRetrieve(patient: PatientId, documentIds: readonly string[]): Composed {
    return this.#compose('ITI-39', this.#retrieveBody(documentIds), this.#assertions(patient), []);
  }

  #retrieveBody(documentIds: readonly string[]): XmlElement {
    const home = this.#options.swedishHomeCommunityId;
    return encodeRetrieve(documentIds.map((documentId) => ({ home, repositoryId: home, documentId })));
  }

  /** Makes the eDispensation of a hand-over from the retrieved ePrescription; nothing is sent yet. */
  prepareDispensation(prescription: Uint8Array, handOver: HandOver): { readonly id: InstanceIdentifier; readonly document: Uint8Array } {
    return dispensationOf(prescription, handOver, { country: this.#options.country, professional: this.#professional, now: this.#options.now() });
  }

  /** ITI-41: reports a hand-over. The same prepared document may be sent again, byte for byte. */
  async dispense(patient: PatientId, prepared: { readonly id: InstanceIdentifier; readonly document: Uint8Array }): Promise<Answered<RegistryAnswer>> {
    return this.#submit(patient, prepared, 'dispense');
  }

  /** ITI-41: withdraws what was reported. */
  async discard(patient: PatientId, prepared: { readonly id: InstanceIdentifier; readonly document: Uint8Array }): Promise<Answered<RegistryAnswer>> {
    return this.#submit(patient, { id: prepared.id, document: toDiscard(prepared.document) }, 'discard');
  }

  async #submit(patient: PatientId, prepared: { readonly id: InstanceIdentifier; readonly document: Uint8Array }, kind: 'dispense' | 'discard'): Promise<Answered<RegistryAnswer>> {
    const now = this.#instant();
    const contentId = `dispensation-${randomUUID()}@${this.#options.country.toLowerCase()}.ncp`;
    const body = encodeProvideAndRegister({
      kind, documentUniqueId: `${prepared.id.root}^${prepared.id.extension ?? ''}`, submissionSetId: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}`,
      patient: { id: patient, family: 'Visitor', given: ['Test'] }, country: this.country, languageCode: 'en-GB',
      createdAt: now, submittedAt: now, document: { contentId },
      author: { person: this.#professional.name, institution: this.#professional.organisation, institutionId: this.#professional.organisationId },
    }, randomUUID);
    const { status, root } = await this.#call('ITI-41', body, this.#assertions(patient), [{ contentId, contentType: 'text/xml; charset=UTF-8', bytes: prepared.document }]);
    return { status, answer: decodeRegistryResponse(root) };
  }

  #compose(transaction: Transaction, body: XmlElement, assertions: readonly string[], parts: readonly Attachment[]): Composed {
    const operation = PROFILES.find((one) => one.transaction === transaction);
    if (operation === undefined) throw new Error(transaction);
    const { endpoints } = this.#options;
    const url = { 'ITI-55': endpoints.xcpd, 'ITI-38': endpoints.xcaQuery, 'ITI-39': endpoints.xcaRetrieve, 'ITI-41': endpoints.xdr }[transaction];
    const messageId = `urn:uuid:${randomUUID()}`;
    const envelope = writeEnvelope({
      action: operation.requestAction, messageId, to: url, replyToAnonymous: true, body,
      security: assertions.map((text) => parseXml(utf8(text))),
    });
    return { url, messageId, request: parts.length === 0 ? writePlain(envelope) : writeMtom(envelope, parts, messageId) };
  }

  async #call(transaction: Transaction, body: XmlElement, assertions: readonly string[], parts: readonly Attachment[] = []): Promise<{ readonly status: number; readonly root: XmlElement; readonly attachments: Attachments }> {
    const { url, messageId, request } = this.#compose(transaction, body, assertions, parts);
    this.#options.onMessage?.(transaction, 'request', request);
    const answer = await this.#options.http.request({ method: 'POST', url, headers: { 'content-type': request.contentType }, body: request.body, ...TIMEOUTS });
    const contentType = answer.headers['content-type'] ?? '';
    this.#options.onMessage?.(transaction, 'response', { contentType, body: answer.body });
    const message = readMessage(contentType, answer.body);
    const read = readAnswer(message.root, { messageId, transaction });
    return { status: answer.status, root: read.body, attachments: message.attachments };
  }

  #assertions(patient: PatientId): readonly string[] {
    const hcp = this.#hcpText();
    const key = `${patient.root}^${patient.extension}`;
    const trc = this.#trcs.get(key) ?? trcAssertion(this.#options.seal, this.#professional, {
      id: `_${randomUUID()}`, hcpId: this.#hcp?.id ?? '', now: this.#options.now(), country: this.#options.country, patient,
    });
    this.#trcs.set(key, trc);
    return [hcp, trc];
  }

  #hcpText(): string {
    const id = `_${randomUUID()}`;
    this.#hcp ??= {
      id,
      text: hcpAssertion(this.#options.seal, this.#professional, { id, now: this.#options.now(), country: this.#options.country, homeCommunityId: this.#options.homeCommunityId }),
    };
    return this.#hcp.text;
  }

  #instant(): Instant {
    return this.#options.now().toISOString() as Instant;
  }
}

const dashed = (date: string): CalendarDate =>
  calendarDate(date.includes('-') ? date : `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`);
