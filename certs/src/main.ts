#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { makePki } from './pki.js';

const HELP = `Makes a throw-away PKI for development and tests.

  node certs/dist/main.js [--out DIR] [--countries SE,FI,DK,PT] [--now INSTANT]

  --out        folder for certificates, keys, revocation lists and index.json (default certs/out)
  --countries  comma-separated ISO 3166 codes (default SE,FI,DK,PT)
  --now        ISO 8601 instant that the validity periods surround, beside the present (default the present)
  --help       this text

The keys are not secret from anyone who can read the folder. Never enrol these certificates anywhere.
`;

const run = async (args: string[]): Promise<number> => {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string', default: 'certs/out' },
      countries: { type: 'string' },
      now: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const countries = values.countries?.split(',').map((code) => code.trim());
  const also = values.now === undefined ? undefined : new Date(values.now);
  if (countries?.some((code) => !/^[A-Z]{2}$/.test(code)) || (also !== undefined && Number.isNaN(also.getTime()))) {
    process.stderr.write(HELP);
    return 2;
  }
  const index = await makePki({
    outDir: values.out,
    now: new Date(),
    ...(also === undefined ? {} : { alsoAt: [also] }),
    ...(countries === undefined ? {} : { countries }),
  });
  process.stdout.write(`${index.directory}/index.json: ${Object.keys(index.countries).join(', ')}\n`);
  return 0;
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
  process.exitCode = 2;
}
