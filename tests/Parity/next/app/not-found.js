export default function NotFound() {
  return <h1>app-404</h1>
}
