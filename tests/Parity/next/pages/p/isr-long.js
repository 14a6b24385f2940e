import { kept } from '../../lib/kept'
import { View } from '../../lib/view'

export const getStaticProps = kept('isrlong', 3600)

export default function Page(props) {
  return <View name="isr-long" value={props} />
}
