import { decodePrescription, parseFhirJson } from '@ncp/fhir';
import type { RunManifest } from './manifest.js';

/** What the national list holds of one person, as people want to see it. Amounts are decimal texts in `unit`. */
export interface NllView {
  readonly person: string;
  readonly prescriptions: readonly {
    readonly id: string;
    readonly version: string;
    readonly product: string;
    readonly status: string;
    readonly uttagAllowed: number;
    readonly uttagRemaining: number;
    readonly remaining: string;
    readonly unit: string;
  }[];
  readonly uttag: readonly {
    readonly id: string;
    readonly prescription: string;
    readonly status: string;
    readonly deducted: string;
    readonly country: string;
  }[];
}

const asked = async (url: string): Promise<string> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`the simulated list answered ${String(answer.status)}`);
  return answer.text();
};

const list = async <T>(url: string): Promise<readonly T[]> => JSON.parse(await asked(url)) as readonly T[];

interface ListedEffect {
  readonly id: string;
  readonly prescriptionId: string;
  readonly patientId: string;
  readonly status: string;
  readonly deducted: string;
  readonly country?: string;
}

/** Looks into the simulated list through its control interface: what the gateway says is not asked here. */
export async function nllView(manifest: RunManifest, key: string): Promise<NllView> {
  const { control } = manifest.services.nll;
  const [persons, prescriptions, effects] = await Promise.all([
    list<{ readonly key: string; readonly nationalId: string }>(`${control}/persons`),
    asked(`${control}/patients/${encodeURIComponent(key)}/prescriptions`).then(parseFhirJson),
    list<ListedEffect>(`${control}/effects`),
  ]);
  const patient = persons.find((person) => person.key === key)?.nationalId;
  return {
    person: key,
    prescriptions: (Array.isArray(prescriptions) ? prescriptions : []).map((resource) => {
      const { prescription } = decodePrescription(resource);
      return {
        id: prescription.id, version: prescription.versionId, product: prescription.article.text, status: prescription.status,
        uttagAllowed: prescription.dispensesAllowed, uttagRemaining: prescription.remainingDispenses ?? 0,
        remaining: prescription.remainingQuantity?.value ?? '', unit: prescription.remainingQuantity?.unit.text ?? '',
      };
    }),
    uttag: effects.filter((effect) => effect.patientId === patient).map(({ id, prescriptionId, status, deducted, country }) =>
      ({ id, prescription: prescriptionId, status, deducted, country: country ?? 'SE' })),
  };
}
