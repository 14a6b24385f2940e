import Article from '../article';

export const revalidate = 3600;

export default function Page() {
  return <Article heading="A page that is kept for an hour" />;
}
