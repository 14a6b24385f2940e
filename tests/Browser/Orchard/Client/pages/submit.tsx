import { type FormEvent, useState } from 'react'

// A page as Next.js has them: a component, with state, that posts a form to an API route.
export default function Page() {
  const [isLoading, setIsLoading] = useState<boolean>(false)
  const [message, setMessage] = useState<string | null>(null)

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    setIsLoading(true)
    setMessage(null)
    try {
      const response = await fetch('/api/submit', { method: 'POST', body: new FormData(event.currentTarget) })
      if (!response.ok) throw new Error('Failed to submit the data. Please try again.')
      const data = await response.json()
      setMessage(`Saved as ${data.id}`)
    } catch (error) {
      setMessage(error instanceof Error ? error.message : String(error))
    } finally {
      setIsLoading(false)
    }
  }

  return (
    <div>
      {message && <p role="status">{message}</p>}
      <form onSubmit={onSubmit}>
        <input type="text" name="name" aria-label="Name" />
        <button type="submit" disabled={isLoading}>{isLoading ? 'Loading...' : 'Submit'}</button>
      </form>
    </div>
  )
}
