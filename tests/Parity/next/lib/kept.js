import { ask } from './source'

// getStaticProps of a page that is its data. The data source may turn the page into "not found" or a redirect.
export function kept(key, revalidate) {
  return async () => {
    const d = await ask(key)
    switch (d.kind) {
      case 'notfound':
        return { notFound: true, revalidate: 1 }
      case 'redirect':
        return { redirect: { destination: '/p/static', permanent: false }, revalidate: 1 }
      case 'perm':
        return { redirect: { destination: '/p/static', permanent: true }, revalidate: 1 }
      default:
        return { props: { d }, revalidate }
    }
  }
}
