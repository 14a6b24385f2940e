export default function Page() {
  return <h1>a-static</h1>
}
