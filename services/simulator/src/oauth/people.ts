import { OPERATOR_CLIENT, SAMPLE_OPERATORS } from './operators.js';
import { SAMPLE_PROFESSIONALS, type SampleProfessional } from './professionals.js';

/** Who may sign in to a client: operators to the dashboard, professionals to everything else. */
export const peopleOf = (client: string): readonly SampleProfessional[] => (client === OPERATOR_CLIENT ? SAMPLE_OPERATORS : SAMPLE_PROFESSIONALS);
export const personOf = (client: string, key: string): SampleProfessional | undefined => peopleOf(client).find((one) => one.key === key);
