import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// Without a root of its own, the bundler looks for the nearest lock file above.
export default { turbopack: { root: dirname(fileURLToPath(import.meta.url)) } }
