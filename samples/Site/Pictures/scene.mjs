import { dice } from './dice.mjs'
import { walk } from './lsystem.mjs'

export const width = 2400, height = 1600

// Light of an hour, and the colours that grow in it: sky from above to the horizon, ground, leaf from far to near, blossoms.
const hours = {
  butter: { sky: ['#f7dfa4', '#fdf3d4'], sun: '#fff7d8', ground: ['#b8b06a', '#5d6b34'], leaf: ['#a9b27a', '#3f5527'], bloom: ['#e8a21c', '#f6d365', '#c9701a'] },
  clay: { sky: ['#d98f6a', '#f6d9bd'], sun: '#ffe3c2', ground: ['#9a6a4b', '#4f3324'], leaf: ['#a98d6c', '#4b4a2a'], bloom: ['#b5472c', '#e8865a', '#f2c9a1'] },
  plum: { sky: ['#4a3a63', '#c88fa8'], sun: '#ffd9d0', ground: ['#5a4a63', '#221c30'], leaf: ['#7a6f8a', '#2b2f3c'], bloom: ['#8a3f7f', '#c06fae', '#e9b8d4'] },
  rose: { sky: ['#e9b9b4', '#fbe9df'], sun: '#fff4ea', ground: ['#a58b7a', '#5b4a44'], leaf: ['#a3ad8f', '#465a3a'], bloom: ['#cf5d76', '#ee9aa7', '#f7d4d2'] },
  sage: { sky: ['#b9cbb8', '#eef3e2'], sun: '#fbfff0', ground: ['#7f9a72', '#34492f'], leaf: ['#9db494', '#2f4a2c'], bloom: ['#f3f1dc', '#d7e0a2', '#8fae5d'] },
  sky: { sky: ['#7fb2d6', '#e3f0f4'], sun: '#ffffff', ground: ['#93a874', '#3d5a35'], leaf: ['#9fb797', '#38552f'], bloom: ['#3f6fae', '#8ab4e0', '#f4f7fb'] },
  snow: { sky: ['#b7c4cf', '#eef1f2'], sun: '#ffffff', ground: ['#dfe5e6', '#aab6ba'], leaf: ['#a9b5b2', '#4a5a55'], bloom: ['#ffffff', '#e6ecee', '#b9c8c2'] },
}

export const tones = Object.keys(hours)

const mix = (a, b, t) => '#' + [1, 3, 5].map(i => {
  const [x, y] = [parseInt(a.slice(i, i + 2), 16), parseInt(b.slice(i, i + 2), 16)]
  return Math.round(x + (y - x) * t).toString(16).padStart(2, '0')
}).join('')
const n = value => +value.toFixed(1)

function leaf(m, length, fill) {
  const a = m.angle * Math.PI / 180, [c, s] = [Math.cos(a), Math.sin(a)]
  const to = (u, v) => `${n(m.x + (u * c - v * s) * length)} ${n(m.y + (u * s + v * c) * length)}`
  return `<path d="M${n(m.x)} ${n(m.y)}Q${to(0.5, 0.32)} ${to(1, 0)}Q${to(0.5, -0.32)} ${n(m.x)} ${n(m.y)}" fill="${fill}"/>`
}

function blossom(m, size, hour, d) {
  const [deep, mid, pale] = hour.bloom
  if (m.kind === 'D') {
    let out = ''
    const petals = d.whole(12, 17), turn = d.next()
    for (let i = 0; i < petals; i++) {
      const a = { ...m, angle: (i + turn) * 360 / petals }
      out += leaf(a, size * d.between(0.9, 1.1), i % 2 ? pale : mix(pale, mid, 0.35))
    }
    return out + `<circle cx="${n(m.x)}" cy="${n(m.y)}" r="${n(size * 0.26)}" fill="${deep}"/>`
  }
  if (m.kind === 'U') {
    let out = ''
    for (let i = 0; i < 15; i++) {
      const angle = (-90 + (i - 7) * 11) * Math.PI / 180, r = size * 1.7 * (1 - 0.12 * Math.abs(i - 7) / 7)
      const [x, y] = [m.x + Math.cos(angle) * r, m.y + Math.sin(angle) * r]
      out += `<path d="M${n(m.x)} ${n(m.y)}L${n(x)} ${n(y)}" stroke="${hour.leaf[1]}" stroke-width="${n(size * 0.035)}"/>`
      for (let k = 0; k < 7; k++) {
        out += `<circle cx="${n(x + d.between(-0.17, 0.17) * size)}" cy="${n(y + d.between(-0.15, 0.08) * size)}" r="${n(size * d.between(0.035, 0.075))}" fill="${d.pick([pale, pale, mid])}"/>`
      }
    }
    return out
  }
  if (m.kind === 'C') {
    const p = (angle, length, fill) => leaf({ ...m, angle }, length, fill)
    return p(-116, size * 1.5, mid) + p(-64, size * 1.5, mid) + p(-104, size * 1.75, deep) + p(-76, size * 1.75, deep) + p(-90, size * 1.6, mid)
  }
  let out = ''
  for (let i = 0; i < 5; i++) out += leaf({ ...m, angle: m.angle + i * 72 }, size * 0.62, i % 2 ? mid : deep)
  return out + `<circle cx="${n(m.x)}" cy="${n(m.y)}" r="${n(size * 0.12)}" fill="${pale}"/>`
}

// One plant, its foot at (x, y) and as tall as it is told; depth 0 is the horizon, 1 is before one's eyes.
function plant(name, x, y, tall, depth, hour, d) {
  const { strokes, marks, height: units } = walk(name, d)
  const scale = tall / units
  const stem = mix(hour.leaf[0], hour.leaf[1], depth), wood = name === 'tree' ? mix(stem, '#3a2a22', 0.55) : stem
  const thick = (name === 'tree' ? 0.03 : name === 'shrub' ? 0.014 : 0.009) * tall
  const at = m => ({ ...m, x: x + m.x * scale, y: y + m.y * scale })
  const groups = new Map()
  for (const s of strokes) {
    const w = n(Math.max(1.1, thick * s.width))
    const [a, b] = [at({ x: s.x1, y: s.y1 }), at({ x: s.x2, y: s.y2 })]
    groups.set(w, (groups.get(w) ?? '') + `M${n(a.x)} ${n(a.y)}L${n(b.x)} ${n(b.y)}`)
  }
  let out = ''
  for (const [w, path] of groups) out += `<path d="${path}" stroke="${wood}" stroke-width="${w}" stroke-linecap="round" fill="none"/>`
  const leafy = { tree: 0.035, shrub: 0.055, fern: 0.035, bulb: 0.6, grass: 0.05 }[name] ?? 0.11
  const flower = { umbel: 0.2, daisy: 0.16, spire: 0.1, bulb: 0.2, meadow: 0.045, shrub: 0.04 }[name] ?? 0.05
  for (const mark of marks) {
    const m = at(mark)
    if (mark.kind === 'L') {
      const tint = mix(stem, mix(hour.leaf[0], hour.bloom[1], name === 'tree' ? 0.35 : 0.1), d.between(0, 0.55))
      out += leaf({ ...m, angle: m.angle + d.between(-35, 35) }, tall * leafy * d.between(0.75, 1.25), tint)
    } else if (mark.kind === 'K') {
      out += leaf(m, tall * 0.16, mix(stem, hour.bloom[2], 0.45))
    } else {
      out += blossom(m, tall * flower * d.between(0.85, 1.15), hour, d)
    }
  }
  return out
}

function hills(hour, d, horizon) {
  let out = ''
  for (let layer = 0; layer < 4; layer++) {
    const base = horizon - 90 + layer * 48, swell = d.between(25, 75) * (1 - layer * 0.15), shift = d.between(0, 9)
    let path = `M0 ${height}L0 ${n(base)}`
    for (let x = 0; x <= width; x += 60) {
      path += `L${x} ${n(base + Math.sin(x / d.between(520, 540) + shift) * swell + Math.sin(x / 170 + shift * 2) * swell * 0.18)}`
    }
    out += `<path d="${path}L${width} ${height}Z" fill="${mix(hour.sky[1], hour.leaf[0], 0.28 + layer * 0.17)}"/>`
  }
  return out
}

// Short grass, nearer and taller from above to below: without it the ground is a wall.
function turf(hour, d, from, to, count) {
  const shades = Array.from({ length: 5 }, () => '')
  for (let i = 0; i < count; i++) {
    const near = d.next() ** 1.4, y = from + (to - from) * near, x = d.between(-40, width + 40), tall = 26 + 190 * near * d.between(0.6, 1.2)
    const lean = d.between(-0.32, 0.32) * tall, thick = 1.6 + 5.5 * near
    shades[Math.floor(d.next() * 5)] += `M${n(x - thick)} ${n(y)}Q${n(x + lean * 0.2)} ${n(y - tall * 0.6)} ${n(x + lean)} ${n(y - tall)}Q${n(x + lean * 0.35 + thick)} ${n(y - tall * 0.5)} ${n(x + thick)} ${n(y)}Z`
  }
  return shades.map((path, i) => `<path d="${path}" fill="${mix(mix(hour.ground[0], hour.leaf[0], 0.5), hour.ground[1], 0.1 + i * 0.17)}" opacity="0.8"/>`).join('')
}

// A row of plants across the picture; `blur` is what a lens does to what it is not focused on.
function row(kinds, count, y, tall, depth, hour, d) {
  let out = ''
  const places = Array.from({ length: count }, (_, i) => (i + d.between(0.1, 0.9)) * width / count)
  for (const x of places) out += plant(d.pick(kinds), x, y + d.between(-20, 30), tall * d.between(0.7, 1.2), depth, hour, d)
  return out
}

export function scene({ slug, tone, plants, close = false }) {
  const d = dice(slug), hour = hours[tone] ?? hours.sage
  const horizon = d.between(620, 760), sunX = d.between(500, 1900), sunY = d.between(220, horizon - 120)
  const trees = plants.includes('tree') || d.next() < 0.55
  const herbs = plants.filter(name => name !== 'tree')
  const low = herbs.length ? herbs : ['meadow', 'grass']
  const layers = [
    { blur: 0, body: `<rect width="${width}" height="${height}" fill="url(#sky)"/><circle cx="${n(sunX)}" cy="${n(sunY)}" r="900" fill="url(#glow)"/><circle cx="${n(sunX)}" cy="${n(sunY)}" r="${n(d.between(46, 90))}" fill="${hour.sun}" opacity="0.9"/>` },
    { blur: 5, body: hills(hour, d, horizon) },
    { blur: 3.5, body: trees ? row(['tree'], d.whole(3, 6), horizon + 110, d.between(260, 380), 0.25, hour, d) : row(['shrub'], 9, horizon + 90, 130, 0.2, hour, d) },
    { blur: 0, body: `<rect y="${n(horizon + 70)}" width="${width}" height="${n(height - horizon)}" fill="url(#ground)"/>` },
    { blur: 1.2, body: turf(hour, d, horizon + 90, height - 120, 2000) },
    { blur: 4, body: row([...low, 'grass'], 30, horizon + 170, 190, 0.35, hour, d) },
    { blur: 2, body: row([...low, 'grass', 'meadow'], 22, horizon + 340, 360, 0.6, hour, d) },
    { blur: 0, body: (close ? row(low, 4, height + 40, 1120, 0.95, hour, d) : plants.includes('tree') && d.next() < 0.6 ? plant('tree', d.between(500, 1900), horizon + 520, 1050, 0.85, hour, d) : '') + row(low, close ? 3 : 8, height + 30, close ? 700 : 760, 0.9, hour, d) },
    { blur: 1.5, body: turf(hour, d, height - 260, height + 90, 420) },
    { blur: 14, body: row(['grass', low[0]], 5, height + 260, 900, 1, hour, d) },
  ]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${hour.sky[0]}"/><stop offset="0.55" stop-color="${hour.sky[1]}"/></linearGradient>
<linearGradient id="ground" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${hour.ground[0]}" stop-opacity="0"/><stop offset="0.12" stop-color="${hour.ground[0]}"/><stop offset="1" stop-color="${hour.ground[1]}"/></linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="${hour.sun}" stop-opacity="0.85"/><stop offset="1" stop-color="${hour.sun}" stop-opacity="0"/></radialGradient>
</defs>`
  return layers.map(layer => ({ blur: layer.blur, svg: `${head}${layer.body}</svg>` }))
}
