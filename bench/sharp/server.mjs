// The plainest image server that sharp makes: a file, made smaller, for each request. node server.mjs PORT FOLDER
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, join } from 'node:path'
import { encode } from './encode.mjs'

const [port, folder] = process.argv.slice(2)
createServer(async (request, response) => {
  const query = new URL(request.url, 'http://localhost').searchParams
  if (!query.has('url')) return response.end('ready')
  const source = await readFile(join(folder, basename(query.get('url'))))
  const made = await encode(source, { width: Number(query.get('w')), format: 'webp', quality: Number(query.get('q')), effort: 4 })
  response.writeHead(200, { 'content-type': 'image/webp' }).end(made)
}).listen(Number(port), '127.0.0.1')
