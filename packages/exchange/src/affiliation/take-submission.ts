import { CLASS_CODES } from '@ncp/domain';
import { decodeProvideAndRegister } from '@ncp/ihe';
import { discardDispensation } from '../dispense/discard-dispensation.js';
import { registryAnswer } from '../dispense/answer.js';
import { recordDispensation } from '../dispense/record-dispensation.js';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { OpenProfile } from './profile.js';

/** UC-A4 and UC-A5: a reported hand-over, or its withdrawal (ITI-41). The format code decides which (decisions D46). */
export const submission: OpenProfile = (context, envelope, message) => {
  const read = attempt(() => decodeProvideAndRegister(envelope.body, message.attachments));
  const discard = read.ok && read.value.kind === 'discard';
  const classCode = discard ? CLASS_CODES.discard : CLASS_CODES.eDispensation;
  return {
    refuse: (error) => registryAnswer(context, [error.code], classCode, { service: discard ? 'discard' : 'dispense' }),
    decide: async () => {
      const asserted = await assertTreatment(context, envelope, classCode);
      if (!read.ok) throw read.error;
      const { document, submissionSetId } = read.value;
      return discard ? discardDispensation(asserted, document, submissionSetId) : recordDispensation(asserted, document);
    },
  };
};
