/**
 * The import rule (docs/adr/0001): data flows left to right, imports point left. Types count.
 * Whoever adds a lib says here what it may import; what is not listed is forbidden.
 */
const mayImport = {
  contracts: [],
  sources: ['contracts'],
  'personal-data': ['contracts'],
  'event-store': ['contracts', 'personal-data'],
  'projection-engine': ['contracts', 'personal-data', 'event-store'],
  access: ['contracts', 'personal-data', 'event-store'],
  'read-models': ['contracts', 'personal-data', 'event-store', 'projection-engine', 'access'],
  'case-history': ['contracts', 'personal-data', 'event-store', 'projection-engine', 'access', 'read-models'],
  intake: ['contracts', 'personal-data', 'event-store'],
  reconciliation: [
    ...['contracts', 'personal-data', 'event-store', 'projection-engine', 'access', 'read-models', 'case-history'],
    'intake',
  ],
  oversight: ['contracts', 'personal-data', 'event-store', 'projection-engine', 'access', 'read-models', 'intake'],
  deletion: ['contracts', 'personal-data', 'event-store', 'projection-engine', 'intake', 'read-models'],
  demo: ['contracts'],
  seal: ['contracts', 'personal-data', 'event-store'],
  stores: ['contracts', 'personal-data', 'event-store', 'projection-engine', 'access', 'oversight', 'deletion', 'seal'],
  runtime: [],
};

const libRules = Object.entries(mayImport).map(([lib, allowed]) => ({
  name: `${lib}-imports-left`,
  comment: `libs/${lib} may import of ours: ${allowed.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^(libs|apps|test)/', pathNot: `^libs/(${[lib, ...allowed].join('|')})/` },
}));

/** Which files are doors; everything else of a lib is its own. */
const doors =
  '^libs/([^/]+/index|[^/]+/testing/index|read-models/(projections|queries)|event-store/cluster|runtime/log)\\.ts$';

module.exports = {
  forbidden: [
    ...libRules,
    {
      name: 'lib-without-rule',
      comment: 'A new lib must say in .dependency-cruiser.cjs what it may import.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${Object.keys(mayImport).join('|')})/` },
      to: {},
    },
    {
      name: 'no-circles',
      comment: 'Not even of types: a circle means that two files are one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'by-the-door',
      comment: 'Another lib is entered by its door (index.ts) only.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: [`^libs/$1/`, doors] },
    },
    {
      name: 'by-the-door-from-outside',
      comment: 'Apps and tests enter a lib by its door (index.ts) only.',
      severity: 'error',
      from: { path: '^(apps|test)/' },
      to: { path: '^libs/', pathNot: doors },
    },
    {
      name: 'own-door-from-inside',
      comment: 'A lib does not come in by its own door: that is how circles begin.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/.+', pathNot: ['\\.spec\\.ts$', doors] },
      to: { path: '^libs/$1/index\\.ts$' },
    },
    {
      name: 'read-models-are-strangers',
      comment: 'Read models do not know each other; only the doors and the answers join them.',
      severity: 'error',
      from: { path: '^libs/read-models/([^/]+)/.+\\.projection\\.ts$' },
      to: { path: '^libs/read-models/([^/]+)/.+\\.projection\\.ts$', pathNot: '^libs/read-models/$1/' },
    },
    {
      name: 'sources-are-strangers',
      comment: 'A source system knows our contract and no other source system.',
      severity: 'error',
      from: { path: '^libs/sources/([^/]+)/.+' },
      to: { path: '^libs/sources/([^/]+)/.+', pathNot: '^libs/sources/$1/' },
    },
    {
      name: 'apps-are-strangers',
      comment: 'Apps never import each other; standalone alone composes their modules.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nest-in-apps',
      comment: 'Libs are plain TypeScript; runtime alone may know Nest.',
      severity: 'error',
      from: { path: '^libs/', pathNot: '^libs/runtime/' },
      to: { path: '^node_modules/@nestjs/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-tools-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['\\.spec\\.ts$', '^libs/[^/]+/testing/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'only-declared-packages',
      comment: 'What is imported stands in package.json; what npm happens to have put there may be gone tomorrow.',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
