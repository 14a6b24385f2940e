import { log } from './lib/log'

const setupAnalyticsService = (id: string | undefined) => log(`analytics ${id}`)

export default function (element: HTMLElement) {
  setupAnalyticsService(process.env.NEXT_PUBLIC_ANALYTICS_ID)
  setupAnalyticsService(import.meta.env.PUBLIC_ORCHARD)

  // These are not inlined: the name is computed, or the object is another one.
  const varName = 'NEXT_PUBLIC_ANALYTICS_ID'
  setupAnalyticsService(process.env[varName])
  const env = process.env
  setupAnalyticsService(env.NEXT_PUBLIC_ANALYTICS_ID)

  // This one has no value, and these are nobody's business.
  setupAnalyticsService(process.env.PUBLIC_UNSET)
  setupAnalyticsService(process.env.ORCHARD_SECRET_0 ?? process.env.PATH)
  element.textContent = `${process.env.NEXT_PUBLIC_ANALYTICS_ID} ${process.env.PUBLIC_ORCHARD}`
}
