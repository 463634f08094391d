import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from './openapi.js';
import { OPERATIONS } from './operations.js';

type Tree = Readonly<Record<string, unknown>>;
const tree = (value: unknown): Tree => {
  if (typeof value !== 'object' || value === null) throw new Error('no object');
  return value as Tree;
};
const everyReference = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(everyReference);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => (key === '$ref' && typeof below === 'string' ? [below] : everyReference(below)));
};

describe('the OpenAPI document', () => {
  const document = openApiDocument();
  const schemas = tree(tree(document['components'])['schemas']);

  it('is OpenAPI 3.1 and holds every operation once', () => {
    expect(document['openapi']).toBe('3.1.0');
    const ids = Object.values(tree(document['paths'])).flatMap((path) => Object.values(tree(path))).map((one) => tree(one)['operationId']);
    expect(ids.toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted());
  });

  it('refers only to schemas that it has', () => {
    const references = everyReference(document);
    expect(references.length).toBeGreaterThan(50);
    for (const one of references) expect(Object.keys(schemas)).toContain(one.replace('#/components/schemas/', ''));
  });

  it('describes every parameter of a path, and no path names a person', () => {
    for (const [path, methods] of Object.entries(tree(document['paths']))) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const one of Object.values(tree(methods))) {
        const described = ((tree(one)['parameters'] ?? []) as readonly Tree[]).filter((p) => p['in'] === 'path').map((p) => p['name']);
        expect(described).toEqual(names);
      }
      expect(names.every((name) => ['country', 'visit', 'document', 'dispensation', 'operation'].includes(name ?? ''))).toBe(true);
    }
  });

  it('closes requests and leaves answers open for members to come', () => {
    expect(tree(schemas['OpenVisitRequest'])['additionalProperties']).toBe(false);
    expect(tree(schemas['Visit'])['additionalProperties']).toBeUndefined();
    expect(JSON.stringify(schemas['Visit'])).not.toContain('additionalProperties');
  });

  it('names the codes of refusals for every operation that takes a token', () => {
    for (const { id, path, method, ...rest } of OPERATIONS) {
      const one = tree(tree(tree(document['paths'])[path.replaceAll(/:(\w+)/g, '{$1}')])[method]);
      expect([id, 'default' in tree(one['responses'])]).toEqual([id, !('open' in rest)]);
    }
  });
});
