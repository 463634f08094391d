import { ERROR_REGISTRY, type ErrorEntry, type NcpErrorCode } from '@ncp/domain';
import type { z } from 'zod';
import type { errorList as errorListSchema } from './api/problems.js';
import { isTheirs, statusOf } from './problem-of.js';

const entries = (): readonly (readonly [NcpErrorCode, ErrorEntry])[] => Object.entries(ERROR_REGISTRY) as [NcpErrorCode, ErrorEntry][];

/** Every code of the registry, as data. */
export const errorList = (): z.input<typeof errorListSchema> => ({
  errors: entries().map(([code, { text, hint, retryable, severity }]) => ({ code, status: statusOf(code), theirs: isTheirs(code), retryable, severity, text, hint })),
});

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Every code of the registry, for people, each under its own fragment: `/errors#NCP_API_AUTH`. */
export function errorPage(): string {
  const rows = errorList().errors.map(({ code, status, theirs, retryable, text, hint }) =>
    `<tr id="${code}"><th scope="row">${code}</th><td>${status}</td><td>${theirs ? 'det andra landets / theirs' : 'vår eller er / ours or yours'}</td><td>${retryable ? 'ja / yes' : 'nej / no'}</td>`
    + `<td><p lang="sv">${escaped(text.sv)} ${escaped(hint.sv)}</p><p lang="en">${escaped(text.en)} ${escaped(hint.en)}</p></td></tr>`);
  return '<!doctype html><html lang="sv"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Felkoder / Error codes</title></head>'
    + '<body><h1>Felkoder / Error codes</h1><p>Demonstrationsgateway; inte ansluten till E-hälsomyndigheten.</p>'
    + '<table><thead><tr><th scope="col">Kod / Code</th><th scope="col">HTTP</th><th scope="col">Vems / Whose</th><th scope="col">Försök igen / Retry</th><th scope="col">Text</th></tr></thead>'
    + `<tbody>${rows.join('')}</tbody></table></body></html>`;
}
