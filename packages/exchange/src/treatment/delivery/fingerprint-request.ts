import type { InstanceIdentifier } from '@ncp/domain';
import { hex, sha256, utf8 } from '@ncp/xml';

const hashOf = (value: unknown): string => hex(sha256(utf8(JSON.stringify(value))));

/** SHA-256, hex, of what a pharmacy asked for: the same key with another one is refused (UC-B4 3.1). */
export const requestHashOf = (asked: unknown): string => hashOf(asked);

/** SHA-256, hex, of a prescription id: what was dispensed of it is found and counted by this. */
export const prescriptionHashOf = ({ root, extension = '' }: InstanceIdentifier): string => hashOf(['prescription', root, extension]);

/** SHA-256, hex, of a patient id: finds her earlier dispensations without naming her (UC-B2 5). */
export const patientHashOf = ({ root, extension = '' }: InstanceIdentifier): string => hashOf([root, extension]);
