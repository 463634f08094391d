import { SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';

export interface Tracing {
  /** Runs `work` in a span; attributes are identifiers and codes only. */
  span<T>(name: string, attributes: Readonly<Record<string, string | number>>, work: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
}

/**
 * OpenTelemetry. Spans are exported when `endpoint` (OTLP over HTTP) is configured; without it the API's
 * no-op tracer costs next to nothing. The SDK is loaded only when used: it triples start-up time.
 */
export async function startTracing(service: string, endpoint: string | undefined): Promise<Tracing> {
  if (endpoint === undefined) return tracingOver(trace.getTracer(service), async () => undefined);
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({ serviceName: service, instrumentations: [] });
  sdk.start();
  return tracingOver(trace.getTracer(service), () => sdk.shutdown());
}

function tracingOver(tracer: Tracer, stop: () => Promise<void>): Tracing {
  return {
    stop,
    span: (name, attributes, work) => tracer.startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await work();
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    }),
  };
}
