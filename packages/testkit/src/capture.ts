import { appendFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/**
 * Where a run of the whole suite gathers what our processes let out, for the canary scan (RS DAT-01 to DAT-03): `./ncp test`
 * names a folder. Nowhere when a test runs alone.
 */
const folder = (): string | undefined => {
  const named = process.env['NCP_CAPTURE_DIR'];
  return named === undefined || named === '' ? undefined : named;
};

let made = 0;
const nameFor = (kind: string): string => {
  made += 1;
  return `${kind}-${String(process.pid)}-${String(made)}`;
};

/** Keeps what a process of ours writes. */
export function captureOutput(program: string): (chunk: Uint8Array) => void {
  const into = folder();
  if (into === undefined) return () => undefined;
  mkdirSync(join(into, 'logs'), { recursive: true });
  const file = join(into, 'logs', nameFor(program));
  return (chunk) => { appendFileSync(file, chunk); };
}

/** Metrics and health of a service, as whoever asks sees them. */
export async function captureHealth(port: number): Promise<void> {
  const into = folder();
  if (into === undefined || port === 0) return;
  mkdirSync(join(into, 'health'), { recursive: true });
  for (const page of ['metrics', 'readyz', 'livez']) {
    const text = await fetch(`http://127.0.0.1:${String(port)}/${page}`).then((answer) => answer.text(), () => '');
    writeFileSync(join(into, 'health', nameFor(page)), text);
  }
}

/** Every row of every table: whatever is not sealed is there in the clear, jobs of the queue among it. */
export async function captureDatabase(url: string): Promise<void> {
  const into = folder();
  if (into === undefined) return;
  mkdirSync(join(into, 'database'), { recursive: true });
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
    for (const { name } of rows) {
      const found = await client.query<{ text: string }>(`select t::text as text from ${name} t limit 5000`);
      if (found.rows.length > 0) writeFileSync(join(into, 'database', nameFor(name)), found.rows.map(({ text }) => text).join('\n'));
    }
  } catch {
    // A database that a test has ended has nothing more to say.
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The files of a store of ours, such as an append-only file. */
export function captureFolder(kind: string, from: string): void {
  const into = folder();
  if (into !== undefined) cpSync(from, join(into, kind, nameFor(kind)), { recursive: true });
}

/** Who the sample persons are: what is looked for afterwards. */
export function capturePersons(persons: readonly { readonly key: string; readonly id: string; readonly given: string; readonly family: string }[]): void {
  const into = folder();
  if (into === undefined) return;
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, `${nameFor('persons')}.json`), JSON.stringify(persons.map(({ key, id, given, family }) => ({ key, id, given, family }))));
}
