import { ask } from '../../lib/source'
import { View } from '../../lib/view'

export async function getServerSideProps({ query, res }) {
  if (query.cc) {
    res.setHeader('Cache-Control', query.cc)
  }
  if (query.kind === 'redirect') {
    return { redirect: { destination: '/p/static', permanent: false } }
  }
  return { props: { d: await ask('ssr'), query } }
}

export default function Page(props) {
  return <View name="p-ssr" value={props} />
}
