import { kept } from '../../lib/kept'
import { View } from '../../lib/view'

export const getStaticProps = kept('isrslow', 2)

export default function Page(props) {
  return <View name="isr-slow" value={props} />
}
