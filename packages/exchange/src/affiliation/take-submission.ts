import { CLASS_CODES } from '@ncp/domain';
import { decodeProvideAndRegister } from '@ncp/ihe';
import { discardDispensation } from '../dispense/discard-dispensation.js';
import { registryAnswer } from '../dispense/answer.js';
import { recordDispensation } from '../dispense/record-dispensation.js';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { OpenProfile } from './profile.js';

/** UC-A4 and UC-A5: a reported hand-over, or its withdrawal (ITI-41). The format code decides which (decisions D46). */
export const submission: OpenProfile = (context, envelope, message) => ({
  refuse: (error) => registryAnswer(context, [error.code], CLASS_CODES.eDispensation, { service: 'dispense' }),
  decide: async () => {
    const read = attempt(() => decodeProvideAndRegister(envelope.body, message.attachments));
    const discard = read.ok && read.value.kind === 'discard';
    const asserted = await assertTreatment(context, envelope, discard ? CLASS_CODES.discard : CLASS_CODES.eDispensation);
    if (!read.ok) throw read.error;
    const submitted = read.value;
    return discard
      ? discardDispensation(asserted, submitted.document, submitted.submissionSetId)
      : recordDispensation(asserted, submitted.document);
  },
});
