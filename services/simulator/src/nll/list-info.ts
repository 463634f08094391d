import { compareInstants, instant } from '@ncp/domain';
import { NLL_CODES, NLL_EXTENSIONS, NLL_PROFILES, NLL_SYSTEMS, type FhirObject } from '@ncp/fhir';
import { ext, extensionAt, flagAt, listAt, num, referencedId, textAt, versionOf } from './build.js';
import { packIdOf } from './quantities.js';
import type { World } from './world.js';

const isControlled = (world: World, prescription: FhirObject): boolean => {
  const packId = packIdOf(prescription);
  const article = world.store.all('Medication').find((candidate) =>
    listAt(candidate, 'identifier').some((entry) => entry['system'] === NLL_SYSTEMS.nplPackId && entry['value'] === packId));
  const regulations = extensionAt(article, NLL_EXTENSIONS.articleRegulations);
  return flagAt(extensionAt(regulations, 'controlledMedicinalProduct'), 'valueBoolean');
};

/** NLLMedicationListInfo of a patient: list version, and whether there are controlled drugs or blocks (sweden-national 2.4). */
export function listInfo(world: World, patientId: string): FhirObject {
  const own = world.store.all('MedicationRequest').filter((entry) => referencedId(textAt(entry, 'subject', 'reference')) === patientId);
  const version = own.map((entry) => Number(versionOf(entry))).reduce((sum, each) => sum + each, 0);
  const latest = own.map((entry) => instant(textAt(entry, 'meta', 'lastUpdated') ?? '')).sort(compareInstants).at(-1);
  return {
    resourceType: 'Basic',
    id: `info-${patientId}`,
    meta: { versionId: String(version), lastUpdated: latest ?? world.clock.now(), profile: [NLL_PROFILES.medicationListInfo] },
    extension: [
      ext(NLL_EXTENSIONS.controlledDrugs, 'valueBoolean', own.some((entry) => isControlled(world, entry))),
      ext(NLL_EXTENSIONS.listVersion, 'valueInteger', num(version)),
      ext(NLL_EXTENSIONS.privacyLock, 'valueBoolean', own.some((entry) => listAt(entry, 'meta', 'security').length > 0)),
    ],
    code: { coding: [{ code: NLL_CODES.medicationListInfo }] },
    subject: { reference: `Patient/${patientId}` },
  };
}
