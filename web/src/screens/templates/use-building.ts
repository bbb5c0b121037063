import { useState } from 'react'
import { type Building, emptyVariant } from './building.ts'

/** A template in the making survives leaving the page: nothing a person wrote is lost. */
export function useBuilding(keptAs: string, start: Building) {
  const [building, show] = useState<Building>(() => readKept(keptAs, start) ?? start)
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

/** What was kept before a field was there begins with it empty. */
function readKept(keptAs: string, start: Building): Building | null {
  const kept = localStorage.getItem(keptAs)
  if (kept === null) return null
  const building = { ...start, ...(JSON.parse(kept) as Building) }
  return {
    ...building,
    variants: building.variants.map((variant) => ({ ...emptyVariant(variant.language), ...variant })),
  }
}
