/** Three dots that move; the words for it stand in the bar of the chat. */
export function TypingBubble() {
  return (
    <div className="typing-bubble" aria-hidden="true">
      <i />
      <i />
      <i />
    </div>
  )
}
