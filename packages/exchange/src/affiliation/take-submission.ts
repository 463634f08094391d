import { CLASS_CODES } from '@ncp/domain';
import { decodeProvideAndRegister } from '@ncp/ihe';
import { discardDispensation } from '../dispense/discard-dispensation.js';
import { registryAnswer } from '../dispense/answer.js';
import { recordDispensation } from '../dispense/record-dispensation.js';
import { assertTreatment } from './assert.js';
import { attempt } from './attempt.js';
import type { Audited } from './context.js';
import type { OpenProfile } from './profile.js';

/** UC-A4 and UC-A5: a reported hand-over, or its withdrawal (ITI-41). The format code decides which (decisions D46). */
export const submission: OpenProfile = (context, envelope, message) => {
  const read = attempt(() => decodeProvideAndRegister(envelope.body, message.attachments));
  const discard = read.ok && read.value.kind === 'discard';
  const classCode = discard ? CLASS_CODES.discard : CLASS_CODES.eDispensation;
  const audited: Audited = {
    service: discard ? 'discard' : 'dispense',
    // The document itself is not read yet; until then its metadata say what it is about.
    ...(read.ok ? { documents: [read.value.documentUniqueId], submissionSet: read.value.submissionSetId } : {}),
  };
  return {
    refuse: (error) => registryAnswer(context, [error.code], classCode, audited),
    decide: async () => {
      const asserted = await assertTreatment(context, envelope, classCode);
      if (!read.ok) throw read.error;
      return discard ? discardDispensation(asserted, read.value) : recordDispensation(asserted, read.value);
    },
  };
};
