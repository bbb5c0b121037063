import { Stack } from '@mantine/core'
import { useMay } from '../../api/me.ts'
import { OptInPages } from './OptInPages.tsx'
import { OptOuts } from './OptOuts.tsx'
import { SuppressionLists } from './SuppressionLists.tsx'

/** How people agree, how they decline, and the lists of those who did. */
export function Consent() {
  const may = useMay('consent.manage')
  return (
    <Stack gap="xl">
      <OptInPages may={may} />
      <OptOuts may={may} />
      {may && <SuppressionLists />}
    </Stack>
  )
}
