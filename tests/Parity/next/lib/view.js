export function View({ name, value }) {
  return (
    <main>
      <h1>{name}</h1>
      <pre>{JSON.stringify(value)}</pre>
    </main>
  )
}
