import { Text } from '@mantine/core'

/** What is wrong with a part of a template that is no single field. */
export function Wrong({ children }: { children: string | undefined }) {
  if (!children) return null
  return (
    <Text size="sm" c="var(--mantine-color-error)">
      {children}
    </Text>
  )
}
