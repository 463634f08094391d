import { setTimeout as delay } from 'node:timers/promises';
import { addMs, CARE_CONTRACTS, compareInstants, epochMs, isNcpError, kindOf, NcpError, stockholmDate, type CareRecords, type NcpErrorCode, type PersonalNumber, type RecordBlock } from '@ncp/domain';
import type { CareRecordSource, NationalCall } from '@ncp/exchange';
import {
  CARE_PATIENT_PARAMETER, CARE_RESOURCES, CONTRACTS_OF, LOCAL_CARE_ACCESS, LOCAL_CARE_PURPOSE, NLL_SYSTEMS, readBlocks, readCareRecords, type CareAnswer, type CareReading,
  type CareResource, type FhirValue,
} from '@ncp/fhir';
import { nationalHttp, type NationalHttp } from '../national-http.js';
import { settingsOf } from '../options.js';
import { tokenSource } from '../token.js';
import { DEFAULT_CARE_TOTAL_MS, type CareNotice, type CareRecordsOptions } from './options.js';

/** Where the stand-in of the block service answers, beside the records. */
const BLOCKS = 'Consent';
type Question = CareResource | typeof BLOCKS;

const codeOf = (error: unknown): NcpErrorCode => (isNcpError(error) ? error.code : 'NCP_NATIONAL_UNAVAILABLE');
const patientToken = (number: PersonalNumber): string => `${NLL_SYSTEMS[kindOf(number)]}|${number}`;

/**
 * The port `CareRecordSource` over HTTPS and FHIR R4 (sweden-patient-summary 1): every resource type is asked for at the same
 * time, each behind a breaker of its own, and what fails takes only its own contracts with it. One per process.
 */
export function careRecords(options: CareRecordsOptions): CareRecordSource {
  const say = options.notice ?? ((): void => undefined);
  const settings = settingsOf({
    ...options, purpose: options.purpose ?? LOCAL_CARE_PURPOSE, access: options.access ?? LOCAL_CARE_ACCESS,
    notice: (notice) => { say(notice); },
  });
  const tokens = tokenSource(settings);
  const questions = new Map<Question, NationalHttp>([...CARE_RESOURCES, BLOCKS].map((question) => [question as Question, nationalHttp(settings, tokens)]));
  const totalMs = options.totalMs ?? DEFAULT_CARE_TOTAL_MS;
  const { clock } = settings;

  /** The care providers are not told the list's own id of the patient, and nobody waits longer than there is time. */
  const callFor = ({ exchange, country, deadline }: NationalCall): NationalCall & { readonly deadline: NonNullable<NationalCall['deadline']> } => {
    const own = addMs(clock.now(), totalMs);
    return { exchange, country, deadline: deadline === undefined || compareInstants(own, deadline) < 0 ? own : deadline };
  };

  const ask = async (question: Question, number: PersonalNumber, call: ReturnType<typeof callFor>): Promise<readonly FhirValue[]> => {
    const over = new AbortController();
    const leftMs = Math.max(0, epochMs(call.deadline) - clock.epochMs());
    const http = questions.get(question);
    if (http === undefined) throw new NcpError('NCP_NATIONAL_UNAVAILABLE', { resource: question });
    const late = delay(leftMs, undefined, { signal: over.signal, ref: false }).then(
      () => { throw new NcpError('NCP_NATIONAL_UNAVAILABLE', { reason: 'no time left', resource: question }); },
      () => [],
    );
    try {
      return await Promise.race([http.pages(question, { [CARE_PATIENT_PARAMETER]: patientToken(number) }, call), late]);
    } finally {
      over.abort();
    }
  };

  const answerOf = async (resource: CareResource, number: PersonalNumber, call: ReturnType<typeof callFor>): Promise<CareAnswer | undefined> => {
    try {
      return { resource, bundles: await ask(resource, number, call) };
    } catch (error) {
      say({ kind: 'contract-failed', exchange: call.exchange, resource, contracts: CONTRACTS_OF[resource], code: codeOf(error) });
      return undefined;
    }
  };

  return {
    async records(number, given): Promise<CareRecords> {
      const call = callFor(given);
      const answers = await Promise.all(CARE_RESOURCES.map(async (resource) => ({ resource, answer: await answerOf(resource, number, call) })));
      const reading = readCareRecords(answers.flatMap(({ answer }) => answer ?? []), number);
      for (const notice of noticesOf(reading, call)) say(notice);
      const silent = new Set(answers.filter(({ answer }) => answer === undefined).flatMap(({ resource }) => CONTRACTS_OF[resource]));
      const known = new Set(reading.failed.filter(({ system }) => system === undefined).map(({ contract }) => contract));
      const failed = [...reading.failed, ...CARE_CONTRACTS.filter((contract) => silent.has(contract) && !known.has(contract)).map((contract) => ({ contract }))];
      return { rows: reading.rows, failed, unreadable: reading.unreadable };
    },

    async blocks(number, given): Promise<readonly RecordBlock[]> {
      const call = callFor(given);
      try {
        return readBlocks(await ask(BLOCKS, number, call), number, stockholmDate(clock.now()));
      } catch (error) {
        // Whatever went wrong: without every block no record may be used (PS02).
        say({ kind: 'blocks-failed', exchange: call.exchange, code: codeOf(error) });
        throw new NcpError('NCP_NATIONAL_UNAVAILABLE', { resource: 'blocks', reason: codeOf(error) }, error);
      }
    },
  };
}

function noticesOf({ failed, unreadable, wrongPatient, unknown }: CareReading, { exchange }: NationalCall): readonly CareNotice[] {
  const counts = Map.groupBy(wrongPatient, ({ contract, system }) => `${contract} ${system ?? ''}`);
  return [
    ...[...counts.values()].flatMap((sources) => {
      const [first] = sources;
      return first === undefined ? [] : [{ kind: 'wrong-patient' as const, exchange, contract: first.contract, system: first.system ?? '', count: sources.length }];
    }),
    ...failed.map(({ contract, system = '' }) => ({ kind: 'source-failed' as const, exchange, contract, system })),
    ...unreadable.map(({ contract, at }) => ({ kind: 'unreadable' as const, exchange, contract, at })),
    ...(unknown.length === 0 ? [] : [{ kind: 'unknown-elements' as const, exchange, elements: unknown }]),
  ];
}
