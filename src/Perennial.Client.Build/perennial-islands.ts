// Mounts the islands of a page: <perennial-island module="/client/counter.js" props="{}">, which <ClientIsland> writes.
// A custom element, because the browser then tells of every way that an element comes or goes: parsing, streaming,
// enhanced navigation, somebody's script.

// Enhanced navigation patches the page that stands there into the next one, and would patch what a module has made of its
// island into what the server rendered. It takes two elements for the same only if their data-permanent is, too: a mounted
// island has one that no page has, so it leaves, and the next page's comes. Whoever gives one of their own keeps the island.
const permanent = 'data-permanent'
let mounted = 0

type Unmount = () => void
type Mount = (element: HTMLElement, props: unknown) => unknown

class PerennialIsland extends HTMLElement {
  static readonly observedAttributes = ['module', 'props']

  #mounted: string | undefined
  #turn = 0
  #unmount: Unmount | undefined

  connectedCallback() { this.#changed() }
  disconnectedCallback() { this.#changed() }
  attributeChangedCallback() { this.#changed() }

  // Later, because both attributes may be on their way, and because who is moved leaves and comes back at once.
  #changed() { queueMicrotask(() => this.#settle()) }

  async #settle() {
    const module = this.getAttribute('module') ?? ''
    const props = this.getAttribute('props') ?? 'null'
    const wanted = this.isConnected ? `${module} ${props}` : undefined
    if (wanted === this.#mounted) return

    const turn = ++this.#turn
    const unmount = this.#unmount
    this.#mounted = wanted
    this.#unmount = undefined
    try {
      unmount?.()
      if (wanted === undefined) return
      const loaded = await import(module)
      if (turn !== this.#turn) return

      const mount: Mount | undefined = loaded.mount ?? loaded.default
      if (typeof mount !== 'function') throw new TypeError(`${module} exports neither a function 'mount' nor one as its default.`)
      if (!this.hasAttribute(permanent)) this.setAttribute(permanent, `mounted ${++mounted}`)
      const result = await mount(this, JSON.parse(props))
      if (typeof result !== 'function') return

      // Who left while the module was mounting is unmounted now.
      if (turn === this.#turn) this.#unmount = result as Unmount
      else result()
    } catch (error) {
      // What the server rendered stays; whoever watches window.onerror is told.
      reportError(error)
    }
  }
}

if (!customElements.get('perennial-island')) customElements.define('perennial-island', PerennialIsland)
