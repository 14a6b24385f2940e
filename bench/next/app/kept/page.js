import Article from '../article';

export const dynamic = 'force-static';

export default function Page() {
  return <Article heading="A page that is kept for ever" />;
}
