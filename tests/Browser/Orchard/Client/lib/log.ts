declare global { interface Window { orchard?: string[] } }

/** What happened on this page, for the tests. */
export const log = (text: string) => { (window.orchard ??= []).push(text) }
