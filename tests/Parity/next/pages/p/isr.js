import { kept } from '../../lib/kept'
import { View } from '../../lib/view'

export const getStaticProps = kept('isr', 2)

export default function Page(props) {
  return <View name="isr" value={props} />
}
