/** A list in a pill always opens below: above it would lie over the button that ends the choice. */
export const listBelow = {
  withinPortal: false,
  position: 'bottom',
  middlewares: { flip: false },
} as const
