import { listed, post } from '../../../lib/posts'
import { View } from '../../../lib/view'

export const getStaticPaths = () => ({ paths: listed, fallback: false })

export const getStaticProps = post('blog-false')

export default function Page(props) {
  return <View name="blog-false" value={props} />
}
