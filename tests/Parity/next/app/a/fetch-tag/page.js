import { ask } from '../../../lib/source'
import { View } from '../../../lib/view'

export default async function Page() {
  return <View name="a-fetch-tag" value={await ask('afetchtag', { cache: 'force-cache', next: { tags: ['t2'] } })} />
}
