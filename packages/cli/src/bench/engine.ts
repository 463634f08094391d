import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

interface Document { dispose(): void }
interface Engine {
  readonly XmlDocument: { fromBuffer(bytes: Uint8Array, options: { readonly option: number }): Document };
  readonly ParseOption: Readonly<Record<string, number>>;
}

/**
 * A bare parse by the XML engine, as packages/xml has it installed. Only for measuring what packages/xml adds to it: nothing
 * is read from the document, and no other code may come here (import rule R2).
 */
export async function bareParse(): Promise<(bytes: Uint8Array) => void> {
  const at = createRequire(fileURLToPath(import.meta.resolve('@ncp/xml'))).resolve('libxml2-wasm');
  const { XmlDocument, ParseOption } = (await import(pathToFileURL(at).href)) as Engine;
  const option = (ParseOption['XML_PARSE_NO_XXE'] ?? 0) | (ParseOption['XML_PARSE_NONET'] ?? 0);
  return (bytes) => { XmlDocument.fromBuffer(bytes, { option }).dispose(); };
}
