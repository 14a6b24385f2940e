export default function ServerError() {
  return <h1>pages-500</h1>
}
