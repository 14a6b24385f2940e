import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

export default {
  // Without a root of its own, the bundler looks for the nearest lock file above.
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
  headers: async () => [{ source: '/a/static', headers: [{ key: 'Cache-Control', value: 'public, max-age=7' }] }],
}
