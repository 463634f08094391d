import type { Request } from 'express';

/** A value trimmed; undefined when it is empty or no text: a field that came twice is none. */
export const textOf = (value: unknown): string | undefined => {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
};

/** A field of a form. */
export const formOf = (request: Request) => (name: string): string | undefined => {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? textOf(Reflect.get(body, name)) : undefined;
};

/** A name in the address. */
export const paramOf = (request: Request) => (name: string): string => textOf(Reflect.get(request.params, name)) ?? '';

/** A field of the query. */
export const queryOf = (request: Request) => (name: string): string | undefined =>
  (request.originalUrl.includes('?') ? new URL(request.originalUrl, 'https://host').searchParams.get(name) ?? undefined : undefined);
