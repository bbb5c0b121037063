/** The element of a message, by which it is found again. */
export const elementIdOf = (messageId: string) => `message-${messageId}`

interface Pages {
  hasNextPage: boolean
  fetchNextPage: () => Promise<{ hasNextPage: boolean }>
}

const drawn = () => new Promise((done) => requestAnimationFrame(done))

/** Leads to a message of the thread: older pages are loaded until it is there. */
export async function jumpTo(messageId: string, { hasNextPage, fetchNextPage }: Pages): Promise<void> {
  for (let more = hasNextPage; ;) {
    const element = document.getElementById(elementIdOf(messageId))
    if (element) {
      element.scrollIntoView({ block: 'center' })
      element.focus({ preventScroll: true })
      return
    }
    if (!more) return
    more = (await fetchNextPage()).hasNextPage
    await drawn()
  }
}
