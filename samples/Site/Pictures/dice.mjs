// Numbers that look random and are the same for the same word, so that a picture is drawn the same way every time.
export function dice(word) {
  let state = 2166136261
  for (const c of word) state = Math.imul(state ^ c.codePointAt(0), 16777619)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => Math.floor(low + (high - low + 1) * next()),
    pick: list => list[Math.floor(next() * list.length)],
  }
}
