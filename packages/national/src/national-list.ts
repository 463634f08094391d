import { NcpError, isNcpError, kindOf, type Article, type CrossBorderConsent, type Patient, type Prescription } from '@ncp/domain';
import type { HttpAnswer, NationalCall, NationalList, RegisteredDispense } from '@ncp/exchange';
import {
  decodeArticle, decodeConsent, decodeDispense, decodePatient, decodePrescription, encodeDispense, encodeReversal,
  LOCAL_HEADERS, NLL_HEADERS, NLL_SYSTEMS, provenanceHeader, writeFhirJson, type NationalDispense, type UnknownElement,
} from '@ncp/fhir';
import { jsonOf } from './failure.js';
import { nationalHttp, type NationalHttp } from './national-http.js';
import { settingsOf, type NationalListOptions, type NationalSettings } from './options.js';

const NOT_TERMINAL = 'active,on-hold';
/** What a patient takes may come from a prescription that is used up (sweden-patient-summary PS51). */
const EVER_IN_FORCE = 'active,on-hold,completed';
const CONSENT_CATEGORIES = 'cross-border-eprescription,cross-border-patient-summary';

const wrongPatient = (resource: string): NcpError => new NcpError('NCP_NATIONAL_WRONG_PATIENT', { resource });
const otherThanAsked = (at: string): NcpError => new NcpError('NCP_NATIONAL_MALFORMED', { at });
/** Ids go into paths, and one may come from a peer: anything else than a FHIR id would ask for another resource. */
const isResourceId = (id: string): boolean => /^[A-Za-z0-9.-]{1,64}$/.test(id) && !/^\.+$/.test(id);
const idInPath = (id: string): string => {
  if (!isResourceId(id)) throw new NcpError('NCP_NATIONAL_NOT_FOUND', { at: 'id' });
  return id;
};
const registered = ({ patientNationalId: _patient, ...dispense }: NationalDispense): RegisteredDispense => dispense;

/**
 * The port `NationalList` over HTTPS and FHIR R4 (sweden-national 2). One per process: it holds the token and the breaker.
 * A read by id is not compared with the caller's patient: whether a prescription is the patient's is for the use case to
 * decide (decisions D55). Every answer to a question *about* a patient is.
 */
export function nationalList(options: NationalListOptions): NationalList {
  const settings = settingsOf(options);
  const http = nationalHttp(settings);
  const report = (call: NationalCall, elements: readonly UnknownElement[]): void => {
    if (elements.length > 0) settings.notice({ kind: 'unknown-elements', exchange: call.exchange, elements });
  };
  return { ...reads(http, report), ...writes(http, settings, report) };
}

type Report = (call: NationalCall, elements: readonly UnknownElement[]) => void;
interface Expected {
  readonly prescriptionId: string;
  readonly actorDispatchId: string;
  readonly patientNationalId?: string;
}
type Writes = Pick<NationalList, 'registerDispense' | 'reverseDispense'>;

function reads(http: NationalHttp, report: Report): Omit<NationalList, keyof Writes> {
  const dispenses = async (parameters: Readonly<Record<string, string>>, call: NationalCall): Promise<readonly NationalDispense[]> => {
    const found = await http.search('MedicationDispense', parameters, call);
    return found.map((resource) => {
      const { dispense, unknown } = decodeDispense(resource);
      report(call, unknown);
      if (call.patientNationalId !== undefined && dispense.patientNationalId !== call.patientNationalId) throw wrongPatient('MedicationDispense');
      return dispense;
    });
  };

  const prescriptionsOf = async (patientNationalId: string, status: string, call: NationalCall): Promise<readonly Prescription[]> => {
    const found = await http.search('MedicationRequest', { patient: patientNationalId, status }, call);
    return found.map((resource) => {
      const { prescription, unknown } = decodePrescription(resource);
      report(call, unknown);
      if (prescription.patientNationalId !== patientNationalId) throw wrongPatient('MedicationRequest');
      return prescription;
    });
  };

  return {
    async findPatients(number, call): Promise<readonly Patient[]> {
      const found = await http.search('Patient', { identifier: `${NLL_SYSTEMS[kindOf(number)]}|${number}` }, call);
      return found.map((resource) => {
        const { patient, unknown } = decodePatient(resource);
        report(call, unknown);
        if (patient.personalNumber !== number) throw wrongPatient('Patient');
        return patient;
      });
    },

    async consents(patientNationalId, call): Promise<readonly CrossBorderConsent[]> {
      const found = await http.search('Consent', { patient: patientNationalId, category: CONSENT_CATEGORIES, status: 'active' }, call);
      return found.flatMap((resource) => {
        const decoded = decodeConsent(resource);
        report(call, decoded.unknown);
        if (decoded.patientNationalId !== patientNationalId) throw wrongPatient('Consent');
        return decoded.consent === undefined ? [] : [decoded.consent];
      });
    },

    prescriptions: (patientNationalId, call) => prescriptionsOf(patientNationalId, NOT_TERMINAL, call),

    async medicationHistory(patientNationalId, call) {
      const [prescriptions, found] = await Promise.all([
        prescriptionsOf(patientNationalId, EVER_IN_FORCE, call), dispenses({ patient: patientNationalId }, { ...call, patientNationalId }),
      ]);
      return { prescriptions, dispenses: found.map(registered) };
    },

    async prescription(id, call): Promise<Prescription | undefined> {
      const resource = isResourceId(id) ? await present(http.read(`MedicationRequest/${id}`, call)) : undefined;
      if (resource === undefined) return undefined;
      const { prescription, unknown } = decodePrescription(resource);
      report(call, unknown);
      if (prescription.id !== id) throw otherThanAsked('MedicationRequest.id');
      return prescription;
    },

    async article(nplPackId, call): Promise<Article | undefined> {
      const found = await http.search('Medication', { identifier: `${NLL_SYSTEMS.nplPackId}|${nplPackId}` }, call);
      const articles = found.map((resource) => {
        const { article, unknown } = decodeArticle(resource);
        report(call, unknown);
        if (article.nplPackId !== nplPackId) throw otherThanAsked('Medication.identifier');
        return article;
      });
      if (articles.length > 1) throw otherThanAsked('Medication');
      return articles[0];
    },

    async dispensesOf(prescriptionId, call): Promise<readonly RegisteredDispense[]> {
      const found = await dispenses({ prescription: `MedicationRequest/${idInPath(prescriptionId)}` }, call);
      if (found.some((dispense) => dispense.prescriptionId !== prescriptionId)) throw otherThanAsked('MedicationDispense.authorizingPrescription');
      return found.map(registered);
    },

    async dispensesByActorId(actorDispatchId, call): Promise<readonly RegisteredDispense[]> {
      const found = await dispenses({ identifier: actorDispatchId }, call);
      if (found.some((dispense) => dispense.actorDispatchId !== actorDispatchId)) throw otherThanAsked('MedicationDispense.extension');
      return found.map(registered);
    },
  };
}

function writes(http: NationalHttp, settings: NationalSettings, report: Report): Writes {
  const { clock, performer } = settings;

  /** The list said yes: unless it shows the very uttag that was sent, nobody knows what it did. */
  const confirmed = (answer: HttpAnswer, expected: Expected, call: NationalCall): RegisteredDispense => {
    let decoded;
    try {
      decoded = decodeDispense(jsonOf(answer));
    } catch (error) {
      throw new NcpError('NCP_NATIONAL_OUTCOME_UNKNOWN', { reason: 'unreadable answer', status: answer.status }, isNcpError(error) ? error : undefined);
    }
    report(call, decoded.unknown);
    const { dispense } = decoded;
    const same = dispense.prescriptionId === expected.prescriptionId && dispense.actorDispatchId === expected.actorDispatchId &&
      (expected.patientNationalId === undefined || dispense.patientNationalId === expected.patientNationalId);
    if (!same) throw new NcpError('NCP_NATIONAL_OUTCOME_UNKNOWN', { reason: 'answer about another uttag', status: answer.status });
    if (decoded.warnings.length > 0) settings.notice({ kind: 'aff-warning', exchange: call.exchange, codes: decoded.warnings });
    return registered(dispense);
  };

  return {
    async registerDispense(command, call): Promise<RegisteredDispense> {
      const { prescription, actorDispatchId, requestId } = command;
      const answer = await http.write({
        method: 'POST', path: 'MedicationDispense', requestId,
        body: writeFhirJson(encodeDispense({ ...command, country: call.country })),
        headers: {
          [LOCAL_HEADERS.prescriptionVersion]: prescription.versionId,
          [NLL_HEADERS.patient]: prescription.patientNationalId,
          [NLL_HEADERS.provenance]: provenanceHeader({ event: 'register', target: `urn:uuid:${requestId}`, recorded: clock.now(), performer }),
        },
      }, call);
      return confirmed(answer, { prescriptionId: prescription.id, actorDispatchId, patientNationalId: prescription.patientNationalId }, call);
    },

    async reverseDispense({ dispense, requestId, reason }, call): Promise<RegisteredDispense> {
      const path = `MedicationDispense/${idInPath(dispense.id)}`;
      const current = await http.read(path, call);
      const { dispense: now } = decodeDispense(current);
      if (now.id !== dispense.id || now.prescriptionId !== dispense.prescriptionId) throw otherThanAsked('MedicationDispense.id');
      // Already undone: the wish is fulfilled, and a reversal cannot itself be undone or repeated.
      if (now.status !== 'completed') return registered(now);
      const how = settings.discardAs;
      const at = clock.now();
      const answer = await http.write({
        method: 'PUT', path, requestId,
        body: writeFhirJson(encodeReversal(current, { how, reason, at })),
        headers: {
          'if-match': `W/"${dispense.versionId}"`,
          [NLL_HEADERS.provenance]: provenanceHeader({ event: how, target: path, recorded: at, performer, reason }),
        },
      }, call);
      const reversed = confirmed(answer, dispense, call);
      if (reversed.status === 'completed') throw new NcpError('NCP_NATIONAL_OUTCOME_UNKNOWN', { reason: 'not reversed', status: answer.status });
      return reversed;
    },
  };
}

/** Undefined for what the list does not have. */
async function present<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isNcpError(error) && error.code === 'NCP_NATIONAL_NOT_FOUND') return undefined;
    throw error;
  }
}
