import { headers } from 'next/headers'
import { ask } from '../../../lib/source'
import { View } from '../../../lib/view'

export default async function Page() {
  const ua = (await headers()).get('user-agent')
  return <View name="a-dynamic" value={{ ua, d: await ask('adynamic', { cache: 'no-store' }) }} />
}
