export const metadata = { title: 'A kept page', description: 'One page, measured.' };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  );
}
