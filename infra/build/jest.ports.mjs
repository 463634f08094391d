// Suites with deployments run beside each other: each worker has ports of its own.
const APART = 500;
process.env['NCP_PORT_OFFSET'] = String((Number(process.env['JEST_WORKER_ID'] ?? '1') - 1) * APART);
