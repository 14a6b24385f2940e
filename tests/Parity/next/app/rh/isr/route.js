import { ask } from '../../../lib/source'

export const revalidate = 2
export const dynamic = 'force-static'

export async function GET() {
  return Response.json(await ask('rhisr'))
}
