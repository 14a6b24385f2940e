import { ask } from '../../../lib/source'
import { View } from '../../../lib/view'

export const revalidate = 2

export default async function Page() {
  return <View name="a-isr-slow" value={await ask('aisrslow')} />
}
