import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** What axe calls serious or critical, once nothing moves any more: what is half faded in has half its contrast. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const stand = `Promise.allSettled(document.getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished))`
  await page.evaluate(`new Promise(requestAnimationFrame).then(() => ${stand}).then(() => null)`)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
