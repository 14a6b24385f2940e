import { listed, post } from '../../../lib/posts'
import { View } from '../../../lib/view'

export const getStaticPaths = () => ({ paths: listed, fallback: 'blocking' })

export const getStaticProps = post('blog-block')

export default function Page(props) {
  return <View name="blog-block" value={props} />
}
