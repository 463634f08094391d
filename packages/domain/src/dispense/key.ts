import type { Dispensation, DispenseKey, ForeignProduct } from '../dispensation.js';
import type { CountryCode, InstanceIdentifier } from '../primitives.js';

const READABLE_CHARACTERS = 46;
const HASH_CHARACTERS = 12;

const written = (id: InstanceIdentifier | undefined): string =>
  id === undefined ? '' : [id.root, ...(id.extension === undefined ? [] : [id.extension])].join('^');

/** The idempotency key of a reported hand-over (decisions D46). The country is that of the TLS peer. */
export const dispenseKeyOf = (country: CountryCode, dispensation: Dispensation): DispenseKey => ({
  country,
  documentRoot: dispensation.documentId.root,
  documentExtension: dispensation.documentId.extension ?? '',
  itemId: written(dispensation.prescriptionItemId ?? dispensation.prescriptionId),
});

/** The text whose SHA-256 goes into NLLActorDispatchId: `root^extension|item id` (sweden-national 6.2). */
export const dispenseKeyText = (key: DispenseKey): string =>
  `${key.documentRoot}^${key.documentExtension}|${key.itemId}`;

/**
 * NLLActorDispatchId: `<CC>-<document id extension>-<12 hex>`. The hash makes the look-up exact, the middle is for people;
 * characters that mean something in a FHIR search become `_` there.
 * @param keyHash SHA-256 of `dispenseKeyText`, hexadecimal
 */
export const actorDispatchId = (key: DispenseKey, keyHash: string): string => {
  const readable = (key.documentExtension === '' ? key.documentRoot : key.documentExtension)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, READABLE_CHARACTERS);
  return `${key.country}-${readable}-${keyHash.toLowerCase().slice(0, HASH_CHARACTERS)}`;
};

/** Names product and pack as the document does: equal texts mean the same product in the same pack (decisions D50). */
export const productKey = (product: ForeignProduct): string =>
  JSON.stringify([
    product.codes.map(({ code, codeSystem }) => [codeSystem, code]),
    product.packageCodes.map(({ code, codeSystem }) => [codeSystem, code]),
    product.name ?? '',
    product.strengthText ?? '',
    product.packLevels.map(({ value, unit }) => [value, unit.code ?? unit.text]),
  ]);
