// Loads many folders of .env files by @next/env: cases in (a file of JSON), what each set out (JSON).
const { readFileSync } = require('node:fs')

const name = require.resolve('@next/env')
const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'))

const results = cases.map(({ directory, mode, environment }) => {
  for (const key of Object.keys(process.env)) {
    delete process.env[key]
  }
  Object.assign(process.env, environment, { NODE_ENV: mode })

  // The package remembers the first environment that it sees.
  delete require.cache[name]
  const errors = []
  const log = { info() {}, error: (_, error) => errors.push(String(error)) }
  const { parsedEnv } = require(name).loadEnvConfig(directory, mode === 'development', log, true)
  return { values: parsedEnv, errors }
})

process.stdout.write(JSON.stringify(results))
