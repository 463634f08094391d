import {
  IDENTIFIER_ROOTS, NcpError, formatCx, judgeIdentification, kindOf, parseDate, type NcpErrorCode, type PersonalNumber,
} from '@ncp/domain';
import { decodeXcpdRequest, encodeXcpdResponse, readXcpdHead, xcpdRefusalFor, type XcpdAnswer, type XcpdHead, type XcpdRequest } from '@ncp/ihe';
import { assertContext } from './assert.js';
import type { AssertedContext, Decided, ExchangeContext } from './context.js';
import { requireOurHome, requirePeerHome } from './homes.js';
import { countUse } from './count-use.js';
import type { OpenProfile } from './profile.js';
import { outcomeOf } from './outcome.js';
import { askForPerson, identifierOf, numberOf, todayOf } from './person.js';

/** UC-A1: who is this person, as far as that country may know (ITI-55). */
export const identification: OpenProfile = (context, envelope) => {
  const head = readXcpdHead(envelope.body);
  return {
    refuse: (error) => refusal(context, head, error),
    decide: async () => {
      const asserted = await assertContext(context, envelope);
      const request = decodeXcpdRequest(envelope.body);
      requireOurHome(context, request.receiverHome);
      requirePeerHome(context, request.senderHome);
      if (request.identifiers.length === 0) throw new NcpError('NCP_PI_NO_IDENTIFIER');
      return context.gateway.observer.step('national', () => identify(asserted, request));
    },
  };
};

async function identify(context: AssertedContext, request: XcpdRequest): Promise<Decided> {
  const { gateway } = context;
  const number = onlyNumber(context, request);
  if (number !== undefined) countUse(context, 'patient', formatCx({ root: IDENTIFIER_ROOTS[kindOf(number)], extension: number }));
  const { patients, consents } = await askForPerson(context, number);
  if (number === undefined) throw new NcpError('NCP_PI_FORMAT');

  const birthDate = request.birthDate === undefined ? undefined : parseDate(request.birthDate);
  if (birthDate?.ok === false) throw new NcpError('NCP_PI_BIRTHDATE');
  const judged = judgeIdentification({
    number, patients, consents, country: context.peer.country, today: todayOf(context), policy: gateway.policy.rules,
    ...(birthDate === undefined ? {} : { birthDate: birthDate.value }),
  });
  if (!judged.found) throw new NcpError(judged.reason);
  const { patient } = judged;
  const id = identifierOf(patient);
  return {
    ...answer(context, request, {
      kind: 'match',
      patient: { id, family: patient.family, given: patient.given, gender: patient.gender, birthDate: patient.birthDate },
    }),
    outcome: 0, codes: [], audited: { service: 'identify', patient: formatCx(id) },
  };
}

/** The one Swedish number that the query names. Other identifiers are as if they were not there; two numbers are none. */
function onlyNumber(context: AssertedContext, { identifiers }: XcpdRequest): PersonalNumber | undefined {
  const numbers = new Set(identifiers.filter(({ root }) => SWEDISH_ROOTS.includes(root)).map((id) => numberOf(context, id)));
  const [number] = numbers;
  return numbers.size === 1 ? number : undefined;
}

const SWEDISH_ROOTS: readonly string[] = [IDENTIFIER_ROOTS.personnummer, IDENTIFIER_ROOTS.samordningsnummer];

function refusal(context: ExchangeContext, head: XcpdHead, error: NcpError): Decided {
  const code: NcpErrorCode = error.code;
  return { ...answer(context, head, xcpdRefusalFor(error, context.id)), outcome: outcomeOf(code), codes: [code], audited: { service: 'identify' } };
}

/** The stamp is the only difference between two answers with the same content (decisions D12). */
function answer(context: ExchangeContext, head: XcpdHead, xcpd: XcpdAnswer): Pick<Decided, 'body'> {
  const { surroundings, policy } = context.gateway;
  return {
    body: encodeXcpdResponse(head, xcpd, {
      id: surroundings.uuid(), extension: digitsOf(surroundings.uuid()), creationTime: surroundings.now(), home: policy.homeCommunityId,
    }),
  };
}

/** Ten random decimal digits, as peers write them in the extension of a message id. */
const digitsOf = (uuid: string): string => BigInt(`0x${uuid.replaceAll('-', '').slice(0, 12)}`).toString().padStart(10, '0').slice(-10);
