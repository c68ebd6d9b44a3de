/**
 * Native ES modules under Jest: run through `npm test`, which passes --experimental-vm-modules. All tests, and those of
 * the whole house once more with its events in a cluster: a stand-in, unless OVERBLIK_TEST_EVENT_STORE names a real one.
 */
const house = {
  rootDir: '.',
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        sourceMaps: 'inline',
        exclude: [],
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
          keepClassNames: true,
        },
        swcrc: false,
      },
    ],
  },
  moduleNameMapper: {
    '^#(event-store/cluster|read-models/projections|read-models/queries|runtime/log)$': '<rootDir>/libs/$1.ts',
    '^#([a-z-]+)/testing$': '<rootDir>/libs/$1/testing/index.ts',
    '^#([a-z-]+)$': '<rootDir>/libs/$1/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

export default {
  projects: [
    { ...house, displayName: 'house' },
    {
      ...house,
      displayName: 'cluster',
      testMatch: ['<rootDir>/test/scenarios/**/*.spec.ts'],
      // They store no event, or none that they ask for: once is enough.
      testPathIgnorePatterns: [
        '/scenarios/cli/command-words',
        '/scenarios/demo/full-size',
        '/scenarios/graphql/(live|overview|playground|refusals)',
        '/scenarios/real-input/event-logs',
      ],
      setupFiles: ['<rootDir>/test/support/on-a-cluster.js'],
    },
  ],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  testTimeout: 30_000,
  maxWorkers: '100%',
  // Native modules under Jest are never given back: a worker that has grown is replaced.
  workerIdleMemoryLimit: '1GB',
};
