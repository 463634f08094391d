import { NcpError } from '@ncp/domain';
import type { IdentityIssuers } from '@ncp/exchange';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { API_ROOT, type GuardedId } from './api/operations.js';
import { openApiDocument } from './api/openapi.js';
import type { Handlers } from './call.js';
import { errorList, errorPage } from './error-page.js';
import { dispensationRoutes } from './routes/dispensations.js';
import { documentRoutes } from './routes/documents.js';
import { operationRoutes } from './routes/operations.js';
import { visitRoutes } from './routes/visits.js';
import { GUARDED, refuseRequest, serve, type AnyHandler, type ServeParts } from './serve.js';
import { serveTokens, STS_PATH } from './token-service.js';

const ROUTES: Handlers = { ...visitRoutes, ...documentRoutes, ...dispensationRoutes, ...operationRoutes };
/** Each handler takes what its own schema, in the same line of the contract, has validated. */
export const HANDLERS = ROUTES as Readonly<Record<GuardedId, AnyHandler>>;

/** On every answer: nothing is kept, framed, sniffed or sent on. */
const HEADERS = {
  'cache-control': 'no-store', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin', 'referrer-policy': 'no-referrer', 'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'permissions-policy': 'interest-cohort=()',
} as const;

/** The express application of the national API: every operation of the contract, and nothing else. `issuers`: with the token service. */
export function api(parts: ServeParts, issuers?: IdentityIssuers): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((_, response, next) => {
    response.set(HEADERS);
    next();
  });
  const description = openApiDocument();
  app.get(`${API_ROOT}/openapi.json`, (_, response) => { response.json(description); });
  app.get(`${API_ROOT}/errors`, (request, response) => {
    if (request.accepts(['application/json', 'text/html']) === 'text/html') response.type('html').send(errorPage());
    else response.json(errorList());
  });
  for (const described of GUARDED) {
    const handle = HANDLERS[described.id];
    app[described.method](`${API_ROOT}${described.path}`, (request, response) => { void serve({ described, handle }, request, response, parts); });
  }
  if (issuers !== undefined) app.post(STS_PATH, (request, response) => { void serveTokens(request, response, { gateway: parts.desk, issuers, log: parts.log, clockTrusted: parts.clockTrusted }); });
  methodsOf().forEach((allowed, path) => {
    app.all(path, (request, response) => {
      response.set('allow', allowed.join(', '));
      void refuseRequest(request, response, new NcpError('NCP_API_NOT_FOUND', { apiStatus: 405, what: 'method' }), parts);
    });
  });
  app.use((request, response) => { void refuseRequest(request, response, new NcpError('NCP_API_NOT_FOUND', { what: 'path' }), parts); });
  app.use((_error: unknown, request: Request, response: Response, _next: NextFunction) => {
    // Only an address that cannot be decoded comes here.
    void refuseRequest(request, response, new NcpError('NCP_API_INPUT', { apiStatus: 400, what: 'address' }), parts);
  });
  return app;
}

function methodsOf(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of GUARDED) methods.set(`${API_ROOT}${path}`, [...(methods.get(`${API_ROOT}${path}`) ?? []), method.toUpperCase()]);
  return methods;
}
