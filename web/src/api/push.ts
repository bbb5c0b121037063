import { answer, parley } from './parley.ts'

/** Whether this browser could be told, and whether the person let it. */
export type PushPermission = 'unsupported' | 'denied' | 'askable' | 'granted'

export function pushPermission(): PushPermission {
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window))
    return 'unsupported'
  return Notification.permission === 'default' ? 'askable' : Notification.permission
}

const remembered = (organizationId: string) => `parley.push.${organizationId}`

/** The id under which the organization knows this browser; null when it does not. */
export const thisDevice = (organizationId: string): string | null =>
  localStorage.getItem(remembered(organizationId))

/** Asks the person, subscribes, and tells the server. False when the person said no. */
export async function switchPushOn(organizationId: string, pushKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const registration = await navigator.serviceWorker.register('/sw.js')
  await navigator.serviceWorker.ready
  const subscription = await subscribe(registration, pushKey)
  const { endpoint, keys } = subscription.toJSON()
  const body = {
    endpoint: endpoint ?? '',
    keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    device: deviceName(navigator.userAgent),
  }
  const { id } = await answer(parley.POST('/api/v1/push-subscriptions', { body }))
  localStorage.setItem(remembered(organizationId), id)
  return true
}

/** A subscription that another installation's key made is of no use here. */
async function subscribe(registration: ServiceWorkerRegistration, pushKey: string) {
  const ask = () =>
    registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: pushKey })
  try {
    return await ask()
  } catch (error) {
    const old = await registration.pushManager.getSubscription()
    if (!old) throw error
    await old.unsubscribe()
    return await ask()
  }
}

/** Whoever signs in here next is not told what was meant for this person. */
export async function forgetThisDevice(organizationId: string): Promise<void> {
  const id = thisDevice(organizationId)
  if (id === null) return
  localStorage.removeItem(remembered(organizationId))
  const path = { pushSubscriptionId: id }
  await parley.DELETE('/api/v1/push-subscriptions/{pushSubscriptionId}', { params: { path } })
  const registration = await navigator.serviceWorker.getRegistration()
  await (await registration?.pushManager.getSubscription())?.unsubscribe()
}

/** How a person knows the browser again: "Firefox, Linux". */
export function deviceName(agent: string): string {
  const browser =
    (/Edg\//.test(agent) && 'Edge') ||
    (/OPR\//.test(agent) && 'Opera') ||
    (/Firefox\//.test(agent) && 'Firefox') ||
    (/Chrome\//.test(agent) && 'Chrome') ||
    (/Safari\//.test(agent) && 'Safari') ||
    'Browser'
  const system =
    (/Android/.test(agent) && 'Android') ||
    (/iPhone|iPad/.test(agent) && 'iOS') ||
    (/Windows/.test(agent) && 'Windows') ||
    (/Mac OS X/.test(agent) && 'macOS') ||
    (/Linux/.test(agent) && 'Linux')
  return system ? `${browser}, ${system}` : browser
}
