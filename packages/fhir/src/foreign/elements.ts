import { CODE_SYSTEMS, type CodedValue, type ForeignTime, type InstanceIdentifier, type Quantity, type ReadLine } from '@ncp/domain';
import { FhirNumber, fhirObject, type FhirObject } from '../json.js';
import type { Losses } from './losses.js';
import { EXTENSIONS, LOCAL_READING, systemUri } from './systems.js';

/** Data types of CDA as those of FHIR (fhir-documents 6.0). */

/** Undefined, and a loss, where the root is no system. */
export const identifierOf = ({ root, extension }: InstanceIdentifier, losses: Losses, target: string): FhirObject | undefined => {
  const system = systemUri(root);
  if (system === undefined) {
    losses.note({ source: `identifier ${target}`, kind: 'dropped', severity: 'warning' });
    return undefined;
  }
  return extension === undefined
    ? fhirObject({ system: 'urn:ietf:rfc:3986', value: system })
    : fhirObject({ system, value: extension });
};

const codingOf = ({ code, codeSystem, display }: CodedValue, isOriginal: boolean): FhirObject =>
  fhirObject({ system: codeSystem === '' ? undefined : systemUri(codeSystem), code, display, userSelected: isOriginal ? true : undefined });

const extension = (url: string, value: Readonly<Record<string, FhirObject | string>>): FhirObject => fhirObject({ url, ...value });

/**
 * A coded line: all codes in their order, the innermost marked as the source's own; the text is Swedish where there is one,
 * else the original. The mark and the original text are kept beside it.
 */
export const conceptOf = (line: ReadLine): FhirObject => {
  const codes = [...(line.code === undefined ? [] : [line.code]), ...(line.translations ?? [])];
  const original = line.original?.text;
  return fhirObject({
    extension: [
      extension(LOCAL_READING.mark, { valueCode: line.mark }),
      ...(original === undefined ? [] : [extension(LOCAL_READING.original, { valueString: original })]),
    ],
    coding: codes.length === 0 ? undefined : codes.map((code, index) => codingOf(code, codes.length > 1 && index === codes.length - 1)),
    text: line.sv ?? original ?? line.code?.code,
  });
};

/** Units that are UCUM without doubt; the others are text only. */
const UCUM = /^(?:1|%|\{[^{}]+\}|(?:[munk]?(?:g|L|mol)|\[[iI]U\]|h|d|min|s|wk|mo|a)(?:\/(?:mL|L|g|kg|h|d|min))?)$/;

export const quantityOf = ({ value, unit }: Quantity): FhirObject => {
  const code = unit.code ?? unit.text;
  const isUcum = UCUM.test(code);
  return fhirObject({
    value: new FhirNumber(value), unit: unit.text === '1' ? undefined : unit.text,
    system: isUcum ? systemUri(CODE_SYSTEMS.ucum) : undefined, code: isUcum ? code : undefined,
  });
};

/** With its zone an instant, without a day; what is neither is no dateTime of FHIR. */
export const dateTimeOf = (time: ForeignTime | undefined): string | undefined => time?.instant ?? time?.date;

/** HL7 birth time of any precision as a FHIR date. */
export const birthDateOf = (birthTime: string | undefined): string | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})?(\d{2})?/.exec(birthTime ?? '') ?? [];
  return year === undefined ? undefined : [year, month, day].filter((part) => part !== undefined).join('-');
};

export const dataAbsent = (reason: string): FhirObject => fhirObject({ extension: [fhirObject({ url: EXTENSIONS.dataAbsent, valueCode: reason })] });

export const referenceTo = (type: string, id: string): FhirObject => fhirObject({ reference: `${type}/${id}` });
