import { useEffect, useState } from 'react'

const isAttentive = () => document.visibilityState === 'visible' && document.hasFocus()

/** Whether somebody looks at this page: its window has the focus and is not hidden. */
export function useAttention(): boolean {
  const [attentive, setAttentive] = useState(isAttentive)
  useEffect(() => {
    const look = () => setAttentive(isAttentive())
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [])
  return attentive
}
