export default async function handler({ query }, response) {
  if (query.secret !== 's3cret') {
    return response.status(401).json({ message: 'Invalid token' })
  }
  try {
    await response.revalidate(query.path)
    return response.json({ revalidated: true })
  } catch (error) {
    return response.status(500).json({ error: error.message })
  }
}
