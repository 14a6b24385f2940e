import { kept } from '../../lib/kept'
import { View } from '../../lib/view'

export const getStaticProps = kept('ssg', false)

export default function Page(props) {
  return <View name="ssg" value={props} />
}
