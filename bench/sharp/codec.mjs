// One picture after another, as lines of JSON: { file, width, format, quality, effort } in, { ms, cpu, bytes } out.
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import sharp from 'sharp'
import { encode } from './encode.mjs'

sharp.cache(false)
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  const source = await readFile(job.file)
  const [cpu, start] = [process.cpuUsage(), process.hrtime.bigint()]
  const made = await encode(source, job)
  const ms = Number(process.hrtime.bigint() - start) / 1e6
  const { user, system } = process.cpuUsage(cpu)
  console.log(JSON.stringify({ ms, cpu: (user + system) / 1000, bytes: made.length }))
}
