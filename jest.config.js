const swc = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
}

module.exports = {
  // Math and Number looked up as globals of the sandbox cost numerical tests several times their work.
  sandboxInjectedGlobals: ['Math', 'Number'],
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // The d3 modules ship as ES modules, which Jest cannot load; each has the same code as UMD beside it.
  moduleNameMapper: { '^(d3-[a-z-]+|internmap)$': '<rootDir>/node_modules/$1/dist/$1.js' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.foothold/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: '<rootDir>/test/support/globalSetup.ts',
  globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
  maxWorkers: 2,
  // Real servers, processes and browsers, on machines that may be busy.
  testTimeout: 30_000,
}
