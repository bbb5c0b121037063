import { Button, Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../api/me.ts'
import { type Step, placeOf } from './place-of-step.ts'

/** The way from an empty desk to the first answer, as it truly stands. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  const { t } = useTranslation('home')
  const may = useMay('connectors.manage')
  const next = steps.find((one) => !one.done)
  return (
    <Stack gap="sm">
      <Text c="dimmed">{t('lead')}</Text>
      {!may && <Text>{t('askAdmin')}</Text>}
      <Stack component="ol" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {steps.map((one) => (
          <Paper
            component="li"
            key={one.step}
            withBorder
            p="md"
            style={one === next ? { borderColor: 'var(--mantine-primary-color-filled)' } : undefined}
          >
            <Group wrap="nowrap" align="flex-start">
              <ThemeIcon
                radius="xl"
                variant={one.done ? 'filled' : 'default'}
                aria-label={t(one.done ? 'done' : 'open')}
                role="img"
              >
                {one.done ? <IconCheck size={18} /> : <IconCircle size={18} />}
              </ThemeIcon>
              <Stack gap={2} flex={1}>
                <Text fw={600}>{t(`steps.${one.step}.title`)}</Text>
                <Text size="sm" c="dimmed">
                  {t(`steps.${one.step}.text`)}
                </Text>
              </Stack>
              {one === next && (may || one.step === 'first_message') && (
                <Button component={Link} {...(placeOf(one) as object)}>
                  {t('go')}
                </Button>
              )}
            </Group>
          </Paper>
        ))}
      </Stack>
    </Stack>
  )
}
