import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CONFORMANCE_FOLDER } from './material.js';

/** Schemas that the peers validate with (OpenNCP 7.1.0), by what they describe. */
const SCHEMAS = {
  'xcpd-request': 'schemas/xcpd/schema/PRPA_IN201305UV02.xsd',
  'xcpd-answer': 'schemas/xcpd/schema/PRPA_IN201306UV02.xsd',
  query: 'schemas/xca/schema/query.xsd',
  retrieve: 'schemas/xca/schema/IHEXDS.xsd',
  provide: 'schemas/xdr/schema/IHEXDS.xsd',
  registry: 'schemas/xdr/schema/rs.xsd',
  'audit-unsigned': 'schemas/audit/DICOM_Unsigned.xsd',
  'audit-signed': 'schemas/audit/DICOM.xsd',
  evidence: 'schemas/evidence/etsirem.xsd',
} as const;

export type SchemaName = keyof typeof SCHEMAS;

export interface NamedXml {
  readonly name: string;
  readonly xml: Uint8Array;
}

/** DICOM.xsd wants the signature schema beside it; the data set keeps that one elsewhere. */
const SIGNATURE_SCHEMA = 'schemas/evidence/xmldsig-core-schema.xsd';

const schemaFile = async (schema: SchemaName, folder: string): Promise<string> => {
  const there = join(CONFORMANCE_FOLDER, SCHEMAS[schema]);
  if (schema !== 'audit-signed') return there;
  const copy = join(folder, 'DICOM.xsd');
  await copyFile(there, copy);
  await copyFile(join(CONFORMANCE_FOLDER, SIGNATURE_SCHEMA), join(folder, 'xmldsig-core-schema.xsd'));
  return copy;
};

interface Run {
  readonly stderr: string;
}

/**
 * Judges documents by one schema with xmllint, in one run: loading a schema takes longer than using it.
 * Gives the names of the invalid ones with what is wrong; empty when all are valid.
 */
export async function invalidBySchema(schema: SchemaName, documents: readonly NamedXml[]): Promise<readonly { readonly name: string; readonly messages: readonly string[] }[]> {
  if (documents.length === 0) throw new Error(`nothing to judge by ${schema}`);
  const folder = await mkdtemp(join(tmpdir(), 'ncp-schema-'));
  try {
    const file = await schemaFile(schema, folder);
    const paths = await Promise.all(documents.map(async ({ xml }, at) => {
      const path = join(folder, `document-${String(at)}.xml`);
      await writeFile(path, xml);
      return path;
    }));
    // It leaves with another status when one document is invalid; its words are what counts.
    const { stderr } = await promisify(execFile)('xmllint', ['--noout', '--nonet', '--schema', file, ...paths], { maxBuffer: 64 * 1024 * 1024 })
      .catch((error: unknown) => error as Run);
    const lines = stderr.split('\n');
    return documents.flatMap(({ name }, at) => {
      const path = paths[at] ?? '';
      if (lines.includes(`${path} validates`)) return [];
      return [{ name, messages: lines.filter((line) => line.startsWith(path)).map((line) => line.slice(path.length)) }];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
