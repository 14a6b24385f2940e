const names = [
  'ONLY_ENV', 'ORDER', 'EXPANDED', 'EXPANDED2', 'ESCAPED', 'MULTI', 'QUOTED', 'SINGLE', 'PROC', 'DEFAULTED', 'HASH', 'SPACES',
  'NEXT_PUBLIC_SITE', 'NEXT_PUBLIC_RT', 'EMPTY', 'EXPORTED',
]

export async function getServerSideProps() {
  const env = Object.fromEntries(names.map(name => [name, process.env[name] ?? null]))
  return { props: { env, inlinedServer: process.env.NEXT_PUBLIC_SITE ?? null } }
}

// The component is part of the browser's bundle: what is not public is not there.
export default function Page(props) {
  const secret = typeof window === 'undefined' ? null : process.env.ONLY_ENV
  return (
    <main>
      <h1>env</h1>
      <pre>{JSON.stringify(props)}</pre>
      <p id="inl">{process.env.NEXT_PUBLIC_SITE}|{String(secret)}</p>
    </main>
  )
}
