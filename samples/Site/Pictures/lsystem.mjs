// Lindenmayer systems: a word in which each letter is replaced, round after round, by a longer word, and a turtle that
// walks it. F: grow. + -: turn. [ ]: a side shoot. L: leaf. B: blossom. K: fruit or bud.
const plants = {
  meadow: { axiom: 'A', rounds: 5, angle: 22, shrink: 0.82, rules: { A: ['FF[+A]F[-A]L', 'FF[-A]FA', 'FF[+L]F[-L]B'], F: ['F', 'FF'] } },
  fern: { axiom: 'A', rounds: 7, angle: 54, shrink: 0.84, rules: { A: ['F[+P][-P]A'], P: ['F[+L][-L]P', 'FL'] } },
  grass: { axiom: 'A', rounds: 6, angle: 7, shrink: 0.96, rules: { A: ['F+A', 'F-A', 'FF+A'] }, tip: 'K' },
  umbel: { axiom: 'SU', rounds: 5, angle: 15, shrink: 0.9, rules: { S: ['FFS', 'FF[+L]S', 'FF[-L]S'], U: ['U'] }, tip: 'U' },
  spire: { axiom: 'FF[+L][-L]FF[+L][-L]FS', rounds: 15, angle: 48, shrink: 1, rules: { S: ['[++FB]F[--FB]S', '[+FB]F[-FB]S', '[++FB]F[-FB]S'] }, tip: 'B' },
  daisy: { axiom: 'SD', rounds: 4, angle: 30, shrink: 0.92, rules: { S: ['FFS', 'FF[+L]S', 'FF[-L]S', 'F[+SD]FS'], D: ['D'] }, tip: 'D' },
  tree: { axiom: 'A', rounds: 7, angle: 24, shrink: 0.76, rules: { A: ['F[+A][-A]', 'F[+A]F[-A]', 'F[-A]A', 'F[+A]-A'] }, tip: 'L' },
  shrub: { axiom: 'A', rounds: 5, angle: 28, shrink: 0.8, rules: { A: ['F[+A][-A]A', 'F[+A]L[-A]', 'F[-A]B[+A]'] }, tip: 'L' },
  bulb: { axiom: 'T', rounds: 1, angle: 18, shrink: 1, rules: { T: ['[+L][-L]FFFFT'] }, tip: 'C' },
}

export const names = Object.keys(plants)

function grow(plant, dice) {
  let word = plant.axiom
  for (let round = 0; round < plant.rounds; round++) {
    let next = ''
    for (const letter of word) next += plant.rules[letter] ? dice.pick(plant.rules[letter]) : letter
    word = next.length > 30000 ? word : next
  }
  return word
}

// What the turtle meets, in the units of its first step: strokes with a width, and marks at points.
export function walk(name, dice) {
  const plant = plants[name]
  const word = grow(plant, dice) + (plant.tip ?? '')
  const strokes = [], marks = [], stack = []
  let at = { x: 0, y: 0, angle: -90 + dice.between(-5, 5), step: 1, width: 1 }
  for (const letter of word) {
    if (letter === 'F') {
      const bend = dice.between(-0.12, 0.12) * plant.angle
      const angle = at.angle + bend
      const x = at.x + Math.cos(angle * Math.PI / 180) * at.step, y = at.y + Math.sin(angle * Math.PI / 180) * at.step
      strokes.push({ x1: at.x, y1: at.y, x2: x, y2: y, width: at.width })
      at = { ...at, x, y, angle }
    } else if (letter === '+' || letter === '-') {
      at = { ...at, angle: at.angle + (letter === '+' ? 1 : -1) * plant.angle * dice.between(0.7, 1.3) }
    } else if (letter === '[') {
      stack.push(at)
      at = { ...at, step: at.step * plant.shrink, width: at.width * 0.72 }
    } else if (letter === ']') {
      marks.push(...(plant.tip && stack.length && 'LK'.includes(plant.tip) ? [{ kind: plant.tip, ...at }] : []))
      at = stack.pop()
    } else if ('LBKUDC'.includes(letter)) {
      marks.push({ kind: letter, ...at })
    }
  }
  const height = Math.max(1e-3, -Math.min(0, ...strokes.map(s => s.y2)))
  return { strokes, marks, height }
}
