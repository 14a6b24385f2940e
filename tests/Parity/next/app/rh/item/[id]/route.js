import { ask } from '../../../../lib/source'

export const revalidate = 5

export const generateStaticParams = () => [{ id: '1' }]

export async function GET(_, { params }) {
  const { id } = await params
  return Response.json({ id, d: await ask(`rhitem-${id}`) })
}
