import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/**
 * Resolves when nothing moves any more. A menu begins to fade in a few frames after it was opened, so it must have been
 * still for several frames.
 */
const stillness = `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const moving = () => document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  for (let still = 0; still < 6; still += 1) {
    await frame()
    const running = moving()
    if (running.length === 0) continue
    await Promise.allSettled(running.map(({ finished }) => finished))
    still = 0
  }
})()`

/**
 * What axe calls serious or critical, once nothing moves: what is half faded in has half its contrast. Behind a dialog
 * nothing can be read or reached, so only the dialog is looked at.
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(stillness)
  const { violations } = await analyze(page)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

async function analyze(page: Page) {
  const modal = '[role=dialog][aria-modal=true]'
  if ((await page.locator(modal).count()) > 0) {
    try {
      return await new AxeBuilder({ page }).include(modal).analyze()
    } catch (error) {
      // It went away while it was asked for: the page behind it is what is there to be looked at.
      if ((await page.locator(modal).count()) > 0) throw error
    }
  }
  return await new AxeBuilder({ page }).analyze()
}
