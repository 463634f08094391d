import { z } from 'zod';
import { API_ROOT, EVENTS, OPERATIONS, type OperationDescription } from './operations.js';
import { operation, problem } from './problems.js';

type Json = { readonly [key: string]: unknown };

const reference = (id: string): string => `#/components/schemas/${id}`;
const isTree = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** New members may come in answers: who reads them leaves alone what it does not know. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'additionalProperties').map(([key, below]) => [key, opened(below)]));
}

/** Named schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
function components(): Json {
  const named = z.toJSONSchema(z.globalRegistry, { uri: reference, io: 'input', unrepresentable: 'any' }).schemas;
  return Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => a.localeCompare(b)).map(([id, schema]) => {
    const { $schema: _dialect, $id: _address, id: _name, ...rest } = schema;
    return [id, id.endsWith('Request') ? rest : opened(rest)];
  }));
}

const nameOf = (schema: z.ZodType): string => z.globalRegistry.get(schema)?.id ?? '';
const contentOf = (type: string, schema: z.ZodType): Json => ({ [type]: { schema: { $ref: reference(nameOf(schema)) } } });

const PARAMETER = /:(\w+)/g;
const header = (name: string, required: boolean, description: string, schema: Json): Json => ({ name, in: 'header', required, description, schema });

const PARAMETER_RULES: Readonly<Record<string, Json>> = {
  country: { type: 'string', pattern: '^[A-Z]{2}$' },
  document: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
};

function parametersOf(described: OperationDescription): readonly Json[] {
  const query = described.query === undefined ? {} : z.toJSONSchema(described.query, { io: 'input' }).properties ?? {};
  return [
    ...[...described.path.matchAll(PARAMETER)].map(([, name = '']) =>
      ({ name, in: 'path', required: true, schema: PARAMETER_RULES[name] ?? { type: 'string', format: 'uuid' } })),
    ...Object.entries(query).map(([name, schema]) => ({ name, in: 'query', required: false, schema })),
    ...(described.idempotent === undefined ? [] : [header('Idempotency-Key', true, 'The same key again: the same dispensation, sent once.', { type: 'string', minLength: 8, maxLength: 128 })]),
    ...(described.long === undefined ? [] : [header('Prefer', false, '`respond-async`: answered at once with an operation.', { type: 'string' })]),
  ];
}

function mediaOf({ media = [], success }: OperationDescription): Json {
  const json = success.schema === undefined ? { 'application/json': { schema: { type: 'object' } } } : contentOf('application/json', success.schema);
  const others = media.map((type) => [type, { schema: type === EVENTS || type.startsWith('text/') ? { type: 'string' } : type.endsWith('json') ? { type: 'object' } : { type: 'string', format: 'binary' } }] as const);
  return { ...json, ...Object.fromEntries(others) };
}

function responsesOf(described: OperationDescription): Json {
  const { status } = described.success;
  return {
    [status]: { description: status === 204 ? 'Done.' : 'Answered.', ...(status === 204 ? {} : { content: mediaOf(described) }) },
    ...(described.long === undefined ? {} : { 202: { description: 'Goes on; `Location` names the operation.', content: contentOf('application/json', operation) } }),
    ...(described.open === undefined ? { default: { description: 'Refused.', content: contentOf('application/problem+json', problem) } } : {}),
  };
}

function operationOf(described: OperationDescription): Json {
  const parameters = parametersOf(described);
  return {
    operationId: described.id, summary: described.summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(described.body === undefined ? {} : { requestBody: { required: true, content: contentOf('application/json', described.body) } }),
    responses: responsesOf(described),
    ...(described.open === undefined ? {} : { security: [] }),
  };
}

/** The API as OpenAPI 3.1, from the schemas that validate it (decisions G02). */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const described of OPERATIONS) {
    const path = described.path.replaceAll(PARAMETER, '{$1}');
    paths[path] = { ...paths[path], [described.method]: operationOf(described) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'NCPeH Sweden: prescriptions and patient summaries from other countries', version: '1',
      description: 'For pharmacy and care systems. Demonstration gateway; not connected to E-hälsomyndigheten.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: API_ROOT }],
    security: [{ bearer: [] }],
    paths,
    components: {
      schemas: components(),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Of the configured issuer, for a professional signed in with two factors (decisions G03).' } },
    },
  };
}
