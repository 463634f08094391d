import {
  IDENTIFIER_ROOTS, NcpError, formatCx, judgeIdentification, parseDate, type NcpErrorCode, type PersonalNumber,
} from '@ncp/domain';
import { decodeXcpdRequest, encodeXcpdResponse, readXcpdHead, xcpdRefusalFor, type XcpdAnswer, type XcpdHead, type XcpdRequest } from '@ncp/ihe';
import { assertContext } from './assert.js';
import type { AssertedContext, Decided, ExchangeContext } from './context.js';
import { requireOurHome, requirePeerHome } from './homes.js';
import type { OpenProfile } from './profile.js';
import { outcomeOf } from './outcome.js';
import { identifierOf, nationalCall, numberOf, todayOf } from './person.js';

/**
 * Asked instead of a number that cannot be a person's, so that a malformed number costs the same national calls as an
 * unknown one (decisions D12). A public demonstration number; what the list says about it is thrown away [local].
 */
const DECOY_NUMBER = '191212121212' as PersonalNumber;
const DECOY_PATIENT = 'no-such-patient';

/** UC-A1: who is this person, as far as that country may know (ITI-55). */
export const identification: OpenProfile = (context, envelope) => {
  const head = readXcpdHead(envelope.body);
  return {
    refuse: (error) => refusal(context, head, error),
    decide: async () => {
      const request = decodeXcpdRequest(envelope.body);
      const asserted = await assertContext(context, envelope);
      requireOurHome(context, request.receiverHome);
      requirePeerHome(context, request.senderHome);
      if (request.identifiers.length === 0) throw new NcpError('NCP_PI_NO_IDENTIFIER');
      return context.gateway.observer.step('national', () => identify(asserted, request));
    },
  };
};

async function identify(context: AssertedContext, request: XcpdRequest): Promise<Decided> {
  const { gateway } = context;
  const named = request.identifiers.find((id) => id.root === IDENTIFIER_ROOTS.personnummer);
  const number = named === undefined ? undefined : numberOf(context, named);
  const patients = await gateway.national.findPatients(number ?? DECOY_NUMBER, nationalCall(context));
  const [first] = patients;
  const asked = number === undefined ? DECOY_PATIENT : (first?.nationalId ?? DECOY_PATIENT);
  const consents = await gateway.national.consents(asked, nationalCall(context, asked));
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
