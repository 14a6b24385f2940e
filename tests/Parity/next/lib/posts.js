import { ask } from './source'

// The slug's first letters say what becomes of a post.
export function post(family) {
  return async ({ params: { slug } }) => {
    const d = await ask(`${family}-${encodeURIComponent(slug)}`)
    if (slug.startsWith('missing')) {
      return { notFound: true, revalidate: 3 }
    }
    if (slug.startsWith('moved')) {
      return { redirect: { destination: `/p/${family}/a`, permanent: false }, revalidate: 3 }
    }
    if (slug.startsWith('boom')) {
      throw new Error(`boom ${slug}`)
    }
    return { props: { d, slug }, revalidate: 5 }
  }
}

export const listed = [{ params: { slug: 'a' } }, { params: { slug: 'b' } }]
