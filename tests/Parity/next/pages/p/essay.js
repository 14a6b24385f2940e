// Long enough to be worth packing.
export default function Page() {
  return (
    <main>
      <h1>essay</h1>
      {Array.from({ length: 60 }, (_, line) => (
        <p key={line}>Line {line}: what grows back is not thrown away, and what was pruned well bears more.</p>
      ))}
    </main>
  )
}
