/** How one webhook is called. Milliseconds; Twilio: set by the URL's fragment, `#rc=5&rp=all&ct=2000&rt=4000&tt=15000`. */
export type ConnectionOverrides = {
  connectTimeout: number
  readTimeout: number
  totalTime: number
  retryCount: number
  retryPolicy: ReadonlySet<string>
}

const POLICIES = ['4xx', '5xx', 'ct', 'rt', 'all']

/** Reads the fragment; values outside Twilio's ranges are brought to the nearest bound, unknown words are ignored. */
export function readConnectionOverrides(url: string): ConnectionOverrides {
  const fragment = new URLSearchParams(url.includes('#') ? url.slice(url.indexOf('#') + 1) : '')
  const policy = (fragment.get('rp') ?? 'ct').split(',').filter((word) => POLICIES.includes(word))
  return {
    connectTimeout: inRange(fragment.get('ct'), 5_000, 100, 10_000),
    readTimeout: inRange(fragment.get('rt'), 15_000, 100, 15_000),
    totalTime: inRange(fragment.get('tt'), 15_000, 100, 15_000),
    retryCount: inRange(fragment.get('rc'), 1, 0, 5),
    retryPolicy: new Set(policy),
  }
}

function inRange(text: string | null, usual: number, least: number, most: number): number {
  if (text === null || !/^\d+$/.test(text)) return usual
  return Math.min(most, Math.max(least, Number(text)))
}
