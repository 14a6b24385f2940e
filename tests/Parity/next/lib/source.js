// The data source counts how often a key is asked for: that is the number of renders.
const base = process.env.ORIGIN

export async function ask(key, options) {
  const answer = await fetch(`${base}/data/${key}`, options)
  if (!answer.ok) {
    throw new Error(`origin ${key} ${answer.status}`)
  }
  return answer.json()
}
