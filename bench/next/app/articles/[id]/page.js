const beds = ['Asters', 'Bergenia', 'Campanula', 'Delphinium', 'Echinacea', 'Foxglove', 'Geranium', 'Hellebore'];
const paragraphs = 38;

export const dynamicParams = true;

// None unless a build is measured: the other benches have no use for them.
export function generateStaticParams() {
  return Array.from({ length: Number(process.env.BENCH_PAGES ?? 0) }, (_, n) => ({ id: `${n + 1}` }));
}

const sentence = (n) =>
  `${n}. ${beds[(n * 5) % 8]} comes back every year from the same root: sow ${(n * 7919) % 1000} seeds in week ${(n * 31) % 52}, ` +
  `keep ${(n * 104729) % 977} of them near ${beds[(n * 3) % 8]}.`;

// The same elements and words as Site/ArticlePage.razor; React's own payload comes on top.
export default async function Page({ params }) {
  const id = Number((await params).id);
  return (
    <main>
      <h1>Article {id}</h1>
      {Array.from({ length: paragraphs }, (_, n) => (
        <p key={n}>{sentence(id * paragraphs + n + 1)}</p>
      ))}
    </main>
  );
}
