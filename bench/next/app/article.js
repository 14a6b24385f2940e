const beds = ['Asters', 'Bergenia', 'Campanula', 'Delphinium', 'Echinacea', 'Foxglove', 'Geranium', 'Hellebore'];

// Sized so that the page is about 15 KB on the wire, React's own payload included.
export default function Article({ heading }) {
  return (
    <main>
      <h1>{heading}</h1>
      {Array.from({ length: 24 }, (_, n) => (
        <p key={n}>
          {`${n + 1}. ${beds[n % beds.length]} comes back every year from the same root: cut it down in autumn, cover ` +
            'it with leaves, and leave it alone until the soil is warm again. In March it waits.'}
        </p>
      ))}
    </main>
  );
}
