/** Where to go after the door: a path of this app and nothing else, whatever stands in the link. */
export function destinationOf(to: string | undefined, otherwise: string): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : otherwise
}
