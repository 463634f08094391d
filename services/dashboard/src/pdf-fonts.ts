import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { PdfFont } from '@ncp/cda';

/** The open fonts that are embedded in every PDF. */
async function readFonts(): Promise<PdfFont> {
  const at = createRequire(import.meta.url);
  const font = async (name: string): Promise<Uint8Array> => new Uint8Array(await readFile(at.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));
  const [regular, bold] = await Promise.all([font('DejaVuSans'), font('DejaVuSans-Bold')]);
  return { regular, bold };
}

/** Fonts that are read when the first document asks for them. What failed is forgotten: the next document tries again. */
export function fontsOnDemand(read: () => Promise<PdfFont> = readFonts): () => Promise<PdfFont> {
  let fonts: Promise<PdfFont> | undefined;
  return async () => {
    fonts ??= read();
    try {
      return await fonts;
    } catch (error) {
      fonts = undefined;
      throw error;
    }
  };
}
