import { context, defaultTextMapGetter, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context, type Span, type Tracer } from '@opentelemetry/api';

/** Identifiers, codes, names of ours and of configured hosts: never an address with a query, never content (P7). */
export type TraceFacts = Readonly<Record<string, string | number>>;

export interface Tracing {
  /** Runs `work` in a span; attributes are identifiers and codes only. */
  span<T>(name: string, attributes: TraceFacts, work: () => Promise<T>): Promise<T>;
  /** A span that begins with what came in: a request (`server`) or a job (`consumer`). `parent` is a W3C traceparent, if one came that may be believed. */
  entered<T>(entry: { readonly kind: 'server' | 'consumer'; readonly name: string; readonly parent?: string | undefined; readonly facts?: TraceFacts }, work: () => Promise<T>): Promise<T>;
  /** Adds to the span that is under way, if any. */
  note(facts: TraceFacts): void;
  /** Sends what waits. */
  stop(): Promise<void>;
}

/** W3C Trace Context, level 1: version, trace, span, flags. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * OpenTelemetry. Spans are exported when `endpoint` (OTLP over HTTP, base address) is configured; without it the API's
 * no-op tracer costs next to nothing. The SDK is loaded only when used: it triples start-up time. Nothing of this machine or
 * process is told but the service's name, and no baggage travels: it could hold anything.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<Tracing> {
  if (endpoint === undefined) return tracingOver(trace.getTracer(service), async () => undefined);
  const [{ NodeSDK }, { OTLPTraceExporter }, { W3CTraceContextPropagator }] = await Promise.all([
    import('@opentelemetry/sdk-node'), import('@opentelemetry/exporter-trace-otlp-http'), import('@opentelemetry/core'),
  ]);
  const sdk = new NodeSDK({
    serviceName: service, instrumentations: [], autoDetectResources: false, resourceDetectors: [], metricReaders: [], logRecordProcessors: [],
    textMapPropagator: new W3CTraceContextPropagator(),
    traceExporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
  });
  sdk.start();
  return tracingOver(trace.getTracer(service), () => sdk.shutdown());
}

/** An error is told as an error: its message may hold anything. */
async function inSpan<T>(span: Span, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

const contextOf = (parent: string | undefined): Context =>
  (parent !== undefined && TRACEPARENT.test(parent) ? propagation.extract(ROOT_CONTEXT, { traceparent: parent }, defaultTextMapGetter) : ROOT_CONTEXT);

function tracingOver(tracer: Tracer, stop: () => Promise<void>): Tracing {
  return {
    stop,
    span: (name, attributes, work) => tracer.startActiveSpan(name, { attributes }, (span) => inSpan(span, work)),
    entered: ({ kind, name, parent, facts = {} }, work) =>
      tracer.startActiveSpan(name, { kind: kind === 'server' ? SpanKind.SERVER : SpanKind.CONSUMER, attributes: facts }, contextOf(parent), (span) => inSpan(span, work)),
    note: (facts) => { trace.getActiveSpan()?.setAttributes(facts); },
  };
}

/** W3C trace context of what is under way, as headers of a call; none while nobody traces. */
function traceHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/** The same for a job: `traceparent`, or nothing while nobody traces. */
export const currentTrace = (): string | undefined => traceHeaders()['traceparent'];

/** `work` as it will be run later, still belonging to the trace that is under way now. */
export const keepTrace = <Arguments extends unknown[], Result>(work: (...given: Arguments) => Result): ((...given: Arguments) => Result) => context.bind(context.active(), work);

/** A call to somebody else. `send` gets the headers that make their part one of the same trace. */
export const outgoing = <T>(name: string, facts: TraceFacts, send: (headers: Readonly<Record<string, string>>, note: (more: TraceFacts) => void) => Promise<T>): Promise<T> =>
  trace.getTracer('ncp').startActiveSpan(name, { kind: SpanKind.CLIENT, attributes: facts }, (span) => inSpan(span, () => send(traceHeaders(), (more) => { span.setAttributes(more); })));
