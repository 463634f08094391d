import { readFileSync } from 'node:fs';

/** The run manifest of `./ncp start` (decisions D82), as far as a pharmacy system reads it. */
export interface TreatmentManifest {
  readonly services: {
    readonly ncpB: { readonly url: string };
    readonly oauth: { readonly token: string };
  };
  readonly trust: { readonly ca: string };
  /** Simulated ones have a control interface, for measuring. */
  readonly countries: Readonly<Record<string, { readonly ncpA?: { readonly url: string; readonly control: string } }>>;
  readonly foreignPatients: readonly {
    readonly key: string; readonly country: string; readonly id: string; readonly birthDate: string; readonly gender: string;
    readonly family: string; readonly given: string; readonly situation: string;
  }[];
}

export function readTreatmentManifest(path: string): TreatmentManifest {
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<TreatmentManifest>;
  const { services, trust, foreignPatients, countries = {} } = manifest;
  if (services?.ncpB === undefined || trust === undefined || foreignPatients === undefined) throw new Error('the run manifest names no NCP-B');
  return { services, trust, foreignPatients, countries };
}
