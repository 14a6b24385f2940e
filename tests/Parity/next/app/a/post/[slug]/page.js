import { ask } from '../../../../lib/source'
import { View } from '../../../../lib/view'

export const revalidate = 5

export const generateStaticParams = () => [{ slug: 'a' }, { slug: 'b' }]

export default async function Page({ params }) {
  const { slug } = await params
  return <View name="a-post" value={{ slug, d: await ask(`apost-${slug}`) }} />
}
