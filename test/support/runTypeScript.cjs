// `node --require test/support/runTypeScript.cjs file.ts` runs a file as Jest would, in a process of its own.
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { transformSync } = require('@swc/core')
const [, options] = require('../../jest.config.js').transform['^.+\\.ts$']

Module._extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8')
  const { code } = transformSync(source, { ...options, filename, configFile: false, swcrc: false })
  module._compile(code, filename)
}
