import { Box, Paper, Radio, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { MergeRow } from './merge-rows.ts'

/** What both know: where they differ a person chooses, and everything else is only shown. */
export function MergeChoices({
  rows,
  addresses,
  taken,
  take,
}: {
  rows: readonly MergeRow[]
  /** By which people tell two of one name apart: of the contact that stays, and of the other. */
  addresses: readonly [string, string]
  /** Keys of rows in which the other's is taken. */
  taken: readonly string[]
  take: (key: string, isTaken: boolean) => void
}) {
  const { t } = useTranslation('contacts')
  return (
    <Paper component="section" aria-labelledby="parts" withBorder p="md">
      <Title order={2} size="md" id="parts" mb={4}>
        {t('merge.parts')}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {t(rows.some(({ choice }) => choice) ? 'merge.partsText' : 'merge.noChoice')}
      </Text>
      <Stack gap="md">
        {rows.map(({ key, label, ours, theirs, choice }) =>
          choice ? (
            <Radio.Group
              key={key}
              label={label}
              value={taken.includes(key) ? 'theirs' : 'ours'}
              onChange={(value) => take(key, value === 'theirs')}
            >
              <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" mt={4}>
                <Radio value="ours" label={ours} description={addresses[0].replace('whatsapp:', '')} />
                <Radio value="theirs" label={theirs} description={addresses[1].replace('whatsapp:', '')} />
              </SimpleGrid>
            </Radio.Group>
          ) : (
            <Box key={key}>
              <Text size="sm" fw={500}>
                {label}
              </Text>
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {ours ?? theirs}
              </Text>
            </Box>
          ),
        )}
      </Stack>
    </Paper>
  )
}
