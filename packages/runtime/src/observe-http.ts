import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './metrics.js';
import type { Tracing } from './tracing.js';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Counts what a site or an API answers and how long that took: by class of status, `cut` when the other end went away. Streams last as long as somebody looks, so they are left out. */
export const observeHttp = ({ httpSeconds }: Pick<Metrics, 'httpSeconds'>, handle: Listener): Listener => (request, response) => {
  const begun = performance.now();
  response.once('close', () => {
    if (String(response.getHeader('content-type')).startsWith('text/event-stream')) return;
    httpSeconds.observe({ status: response.writableFinished ? `${String(response.statusCode).slice(0, 1)}xx` : 'cut' }, (performance.now() - begun) / 1_000);
  });
  handle(request, response);
};

/** Begins a trace with each request of a site; what a browser calls its trace is not believed. */
export const traceHttp = (tracing: Tracing, service: string, handle: Listener): Listener => (request, response) => {
  void tracing.entered({ kind: 'server', name: `${service} ${request.method ?? ''}` }, () => new Promise<void>((resolve) => {
    response.once('close', () => { resolve(); });
    handle(request, response);
  }));
};
