/** What somebody types as the name of a template, as Meta takes it: small letters, digits and underscores. */
export const asName = (typed: string): string =>
  typed
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9_]+/g, '_')
