import './lib/counter.css'
import { log } from './lib/log'

interface Props { start: number, label: string }

export function mount(element: HTMLElement, { start, label }: Props) {
  let count = start
  const fallback = [...element.childNodes]
  const button = document.createElement('button')
  button.className = 'count'
  button.title = label
  button.onclick = () => { button.textContent = String(++count) }
  button.textContent = String(count)
  element.replaceChildren(button)
  log(`mounted ${start}`)
  return () => {
    element.replaceChildren(...fallback)
    log(`unmounted ${start}`)
  }
}
