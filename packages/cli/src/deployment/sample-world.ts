import { NcpError } from '@ncp/domain';
import { ABROAD_PORTS, abroadControl, nllUrls, type ManifestForeignPatient, type ManifestPerson } from './manifest.js';
import type { Ports } from './ports.js';

const isPerson = (value: unknown): value is ManifestPerson & { readonly key: string } => typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';

/** Persons of the prescriptions (S), and of the Patient Summaries (P). */
export interface SamplePersons {
  readonly persons: readonly ManifestPerson[];
  readonly summaryPersons: readonly ManifestPerson[];
}

/** The sample persons, from whoever holds them: the simulated list. */
export async function samplePersons(ports: Ports): Promise<SamplePersons> {
  const answer = await fetch(`${nllUrls(ports.nll).control}/persons`);
  const persons: unknown = await answer.json();
  if (!Array.isArray(persons)) throw new NcpError('NCP_CLI_PROCESS', { process: 'nll' });
  const known = persons.filter(isPerson).map(({ key, id, root, given, family, birthDate, gender, situation }) => ({ key, id, root, given, family, birthDate, gender, situation }));
  return { persons: known.filter(({ key }) => /^S\d+$/.test(key)), summaryPersons: known.filter(({ key }) => /^P\d+$/.test(key)) };
}

/** The patients of the countries abroad, from the countries themselves. */
export async function foreignPatients(ports: Ports): Promise<readonly ManifestForeignPatient[]> {
  const of = async (country: string): Promise<readonly ManifestForeignPatient[]> => {
    const answer = await fetch(`${abroadControl(ports.abroadControl, country)}/persons`);
    const persons = (await answer.json()) as readonly AbroadPerson[];
    return persons.map(({ key, id, given, family, gender, birthDate, situation }) => ({
      key, country, id: id.extension, root: id.root, given: given.join(' '), family, gender, situation,
      birthDate: `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6, 8)}`,
    }));
  };
  return (await Promise.all(Object.keys(ABROAD_PORTS).map(of))).flat();
}

interface AbroadPerson {
  readonly key: string;
  readonly id: { readonly root: string; readonly extension: string };
  readonly given: readonly string[];
  readonly family: string;
  readonly gender: string;
  /** `YYYYMMDD`. */
  readonly birthDate: string;
  readonly situation: string;
}
