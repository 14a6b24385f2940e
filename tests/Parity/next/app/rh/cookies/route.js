import { cookies } from 'next/headers'

export async function GET() {
  const jar = await cookies()
  jar.set('k', 'v w', { httpOnly: true, maxAge: 60, sameSite: 'strict', path: '/x' })
  return Response.json(jar.getAll())
}
