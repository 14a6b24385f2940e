import { kept } from '../../lib/kept'
import { View } from '../../lib/view'

export const getStaticProps = kept('isrnf', 1)

export default function Page(props) {
  return <View name="isr-nf" value={props} />
}
