import { isNcpError } from '@ncp/domain';
import { issueForOthers, type IdentityIssuers, type TreatmentGateway } from '@ncp/exchange';
import { errorFields, type Logger } from '@ncp/runtime';
import { readBody, refuse } from '@ncp/transport';
import type { Request, Response } from 'express';

/** Off by default (decisions 3.2): for systems that bring their own identity assertion. */
export const STS_PATH = '/sts/trc';

const MAX_BODY_BYTES = 256 * 1024;

export interface TokenService {
  readonly gateway: TreatmentGateway;
  readonly issuers: IdentityIssuers;
  readonly log: Logger;
  /** What is issued says from when until when it holds. */
  readonly clockTrusted: () => boolean;
}

/** `POST /sts/trc` of wire-contract 4.8: bytes to the use case and back. What proves the caller is the assertion that she brings. */
export async function serveTokens(request: Request, response: Response, { gateway, issuers, log, clockTrusted }: TokenService): Promise<void> {
  if (!clockTrusted()) return refuse(response, 503, { 'retry-after': '30' });
  let body: Uint8Array;
  try {
    body = await readBody(request, MAX_BODY_BYTES);
  } catch (error) {
    log.warn('request refused', errorFields(error));
    return refuse(response, isNcpError(error) && error.code === 'NCP_HTTP_TOO_LARGE' ? 413 : 400);
  }
  const answer = await issueForOthers(gateway, issuers, { contentType: request.headers['content-type'] ?? '', body });
  response.status(answer.status).set({ 'content-type': answer.contentType, 'x-exchange-id': answer.exchange }).send(Buffer.from(answer.body));
}
