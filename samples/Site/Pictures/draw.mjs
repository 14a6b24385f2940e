// Draws a picture for every article (2400 by 1600) and product (1500 by 1000), from what their texts say of themselves.
// Existing pictures stay; give names to draw those again: npm run draw -- bulbs-in-layers foxglove
import { mkdir, readdir, readFile, access } from 'node:fs/promises'
import { join, basename, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { scene, width, height } from './scene.mjs'
import { dice } from './dice.mjs'

const here = dirname(fileURLToPath(import.meta.url)), site = dirname(here), out = process.env.OUT ?? join(site, 'wwwroot', 'pictures')
const kinds = {
  allium: 'umbel', branch: 'tree', carrot: 'umbel', beet: 'shrub', daisy: 'daisy', fern: 'fern', fruit: 'shrub', grass: 'grass',
  leafy: 'shrub', pods: 'meadow', seedlings: 'meadow', snowdrop: 'bulb', spike: 'spire', sweetpea: 'meadow', tulip: 'bulb', umbel: 'umbel',
}

async function texts(folder) {
  const found = []
  for (const name of (await readdir(join(site, 'Content', folder))).sort()) {
    const facts = Object.fromEntries((await readFile(join(site, 'Content', folder, name), 'utf8')).split('\n---\n')[0].split('\n').map(line => line.split(/:\s*(.*)/s)))
    const plants = (facts.plants ?? facts.plant).split(' ').map(plant => kinds[plant] ?? 'meadow')
    found.push({ slug: basename(name, '.md'), tone: facts.tone, plants: [...new Set(plants)], close: folder === 'products' })
  }
  return found
}

// A lens does not draw as sharply as a pen: what is near and what is far is blurred, and there is a little grain.
async function paint(subject) {
  const layers = await Promise.all(scene(subject).map(async ({ blur, svg }) => {
    const flat = sharp(Buffer.from(svg))
    return { input: await (blur > 0 ? flat.blur(blur) : flat).png({ compressionLevel: 1 }).toBuffer() }
  }))
  const d = dice(subject.slug + ' grain'), grain = Buffer.alloc(600 * 400)
  for (let i = 0; i < grain.length; i++) grain[i] = 128 + (d.next() - 0.5) * 14
  const noise = await sharp(grain, { raw: { width: 600, height: 400, channels: 1 } }).resize(width, height, { kernel: 'cubic' }).png().toBuffer()
  const whole = await sharp(layers[0].input).composite([...layers.slice(1), { input: noise, blend: 'soft-light' }]).png({ compressionLevel: 1 }).toBuffer()
  await sharp(whole).resize(subject.close ? 1500 : width).jpeg({ quality: 68, mozjpeg: true }).toFile(join(out, subject.slug + '.jpg'))
}

const wanted = process.argv.slice(2)
await mkdir(out, { recursive: true })
for (const subject of [...await texts('articles'), ...await texts('products')]) {
  const exists = await access(join(out, subject.slug + '.jpg')).then(() => true, () => false)
  if (wanted.length ? wanted.includes(subject.slug) : !exists) {
    await paint(subject)
    console.log(subject.slug)
  }
}
