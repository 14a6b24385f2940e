import { createRoot } from 'react-dom/client'
import Page from './pages/submit'

export function mount(element: HTMLElement, props: object) {
  const root = createRoot(element)
  root.render(<Page {...props} />)
  return () => root.unmount()
}
