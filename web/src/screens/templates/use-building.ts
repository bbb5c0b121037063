import { useState } from 'react'
import type { Building } from './building.ts'

/** A template in the making survives leaving the page: nothing a person wrote is lost. */
export function useBuilding(keptAs: string, start: Building) {
  const [building, show] = useState<Building>(() => readKept(keptAs) ?? start)
  return {
    building,
    set: (next: Building) => {
      localStorage.setItem(keptAs, JSON.stringify(next))
      show(next)
    },
    forget: () => {
      localStorage.removeItem(keptAs)
      show(start)
    },
    isChanged: JSON.stringify(building) !== JSON.stringify(start),
  }
}

function readKept(keptAs: string): Building | null {
  const kept = localStorage.getItem(keptAs)
  return kept === null ? null : (JSON.parse(kept) as Building)
}
