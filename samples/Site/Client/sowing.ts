// A packet's page is kept for ever, so it cannot say what can be sown now. The browser knows what month it is.

interface Props {
  /** Months, January is 1. */
  sow: number[]
  /** Sow, or Plant for bulbs. */
  word: string
}

const name = (month: number) => new Date(2000, month - 1).toLocaleString('en-GB', { month: 'long' })

/** What a gardener wants to know of a packet in this month. */
function advice(sow: number[], word: string, month: number) {
  if (sow.includes(month)) return `It is ${name(month)}: ${word.toLowerCase()} it now.`

  const wait = Math.min(...sow.map(one => (one - month + 12) % 12))
  return `${word} it in ${name((month + wait - 1) % 12 + 1)}: ${wait === 1 ? 'next month' : `in ${wait} months`}.`
}

export function mount(element: HTMLElement, { sow, word }: Props) {
  const month = new Date().getMonth() + 1
  const note = element.querySelector('.calendar-now')!
  const column = element.querySelectorAll(`tr > :nth-child(${month + 1})`)
  note.textContent = advice(sow, word, month)
  column.forEach(cell => cell.classList.add('now'))
  return () => {
    note.textContent = ''
    column.forEach(cell => cell.classList.remove('now'))
  }
}
