import { isFhirJson, readFhir } from './fhir.js';
import { isMvcJson, readMvcJson } from './mvc-json.js';
import { unreadable, type CatalogueSource } from './source.js';
import { readTable } from './table.js';

const parsed = (file: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser may quote the file, and names no line.
    throw unreadable(file, 'not JSON');
  }
};

/**
 * One file of a catalogue, its kind told by its content: JSON of the master value catalogue, a FHIR document, or a table.
 * @param file name for reports
 * @throws NcpError NCP_TERMINOLOGY_SOURCE (details.file, .problem) when it is none of these or broken as a whole
 */
export const readSource = (file: string, text: string): CatalogueSource => {
  const first = text.replace(/^\ufeff/, '').trimStart();
  if (first === '') throw unreadable(file, 'empty');
  if (!first.startsWith('{') && !first.startsWith('[')) return readTable(file, text);
  const document = parsed(file, first);
  if (isMvcJson(document)) return readMvcJson(file, document);
  if (isFhirJson(document)) return readFhir(file, document);
  throw unreadable(file, 'neither a value set of the catalogue nor a FHIR terminology resource');
};
