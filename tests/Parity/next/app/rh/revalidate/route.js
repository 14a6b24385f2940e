import { revalidatePath, revalidateTag } from 'next/cache'

export async function GET({ nextUrl: { searchParams } }) {
  const path = searchParams.get('path')
  const tag = searchParams.get('tag')
  if (path) {
    revalidatePath(path, searchParams.get('type') ?? undefined)
  }
  if (tag) {
    revalidateTag(tag, searchParams.get('profile') === 'expire0' ? { expire: 0 } : 'max')
  }
  return Response.json({ revalidated: true })
}
