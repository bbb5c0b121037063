/** `Thu, 24 Aug 2023 05:01:45 +0000`, as the 2010 API writes instants. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}

/** `2023-08-24T05:01:45Z`, as the newer APIs write instants. */
export function iso8601(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
