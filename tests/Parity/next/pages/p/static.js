export default function Page() {
  return (
    <main>
      <h1>p-static</h1>
    </main>
  )
}
