import { Button, Group, List, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Sender } from '../../api/setup.ts'

/** What the doctor found, each as a sentence, and one click that mends what can be mended. */
export function Findings({
  findings,
  repair,
  repairing,
}: {
  findings: Sender['findings']
  repair: (() => void) | null
  repairing: boolean
}) {
  const { t } = useTranslation('connectors')
  if (findings.length === 0) return null
  return (
    <Stack gap="xs">
      <List spacing={4} size="sm">
        {findings.map((finding) => (
          <List.Item
            key={finding.code}
            icon={
              <ThemeIcon
                size={20}
                radius="xl"
                variant="light"
                color={finding.severity === 'error' ? 'red' : 'yellow'}
              >
                {finding.severity === 'error' ? (
                  <IconAlertTriangle size={14} />
                ) : (
                  <IconInfoCircle size={14} />
                )}
              </ThemeIcon>
            }
          >
            <Text size="sm">{t(`findings.${finding.code}`, finding.facts)}</Text>
          </List.Item>
        ))}
      </List>
      {repair && findings.some((finding) => finding.repairable) && (
        <Group>
          <Button size="xs" onClick={repair} loading={repairing}>
            {t('repair')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
